# --check: says what is missing or wrong, and changes nothing.
# shellcheck shell=bash

check_connection() {
  if [[ $trigger == "$function_arn" ]]; then ok "trigger: $function_name"; else wrong "trigger: the pool has ${trigger:-none}, run this without --check"; fi
  if permits_pool; then ok "permission: Cognito may invoke it for this pool"; else wrong "permission: Cognito may not invoke it for this pool, run this without --check"; fi
}

check_function() {
  local timeout memory format state
  read -r timeout memory format state < <(
    jq -r '"\(.Timeout) \(.MemorySize) \(.LoggingConfig.LogFormat // "unknown") \(.State // "Active")"' "$work/function")
  if [[ $state =~ ^(Active|Inactive)$ ]]; then ok "function: $state"; else wrong "function: $state, $(jq -r '.StateReason // "wait"' "$work/function")"; fi
  if ((timeout >= 5)); then ok "timeout: $timeout s"; else wrong "timeout: $timeout s, Cognito waits 5 s: deploy with --function-timeout 5"; fi
  if ((memory >= 128)); then ok "memory: $memory MB (native needs 128, managed 512)"; else wrong "memory: $memory MB, deploy with --function-memory-size 128"; fi
  if [[ $format == JSON ]]; then ok "log format: JSON"; elif [[ $format == unknown ]]; then warn "log format: this AWS CLI does not show it, update it"; else wrong "log format: $format, the alarms read JSON: deploy with --log-format JSON"; fi
}

# Prints a variable of the function's environment, or nothing.
variable() {
  jq -r --arg name "$1" '.Environment.Variables[$name] // ""' "$work/function"
}

check_group() {
  local group
  group=$(variable APP_GROUP_NAME)
  if [[ -z $group ]]; then
    wrong "group: the function has no APP_GROUP_NAME"
  elif try cognito-idp get-group --user-pool-id "$pool_id" --group-name="$group" >/dev/null; then
    ok "group: $group"
  elif not_found; then
    wrong "group: $group is not in the pool, create it: aws cognito-idp create-group --region $AWS_REGION --user-pool-id $pool_id --group-name=$(quoted "$group")"
  else
    give_up "read the group"
  fi
}

check_table() {
  local table keys
  table=$(variable APP_TABLE_NAME)
  if [[ -z $table ]]; then
    wrong "table: the function has no APP_TABLE_NAME"
  elif try dynamodb describe-table --table-name "$table" >"$work/table"; then
    keys=$(jq -r '.Table | (.AttributeDefinitions | map({(.AttributeName): .AttributeType}) | add) as $types
      | [.KeySchema[] | "\(.AttributeName) \(.KeyType) \($types[.AttributeName])"] | join(", ")' "$work/table")
    if [[ $keys == 'PK HASH S, SK RANGE S' ]]; then ok "table: $table"; else wrong "table: $table has the keys $keys, and not PK HASH S, SK RANGE S"; fi
  elif not_found; then
    wrong "table: there is no table $table in $AWS_REGION"
  else
    give_up "read the table"
  fi
}

# Whether the pool makes users whom the function skips as unverified.
check_verification() {
  local verified
  verified=$(jq -r '(.AutoVerifiedAttributes // []) | join(", ")' "$work/pool")
  if [[ $(variable ALLOW_UNVERIFIED_USERS) == true ]]; then
    ok "verification: not asked for, the function has ALLOW_UNVERIFIED_USERS"
  elif [[ -z $verified ]]; then
    warn "verification: the pool verifies nothing, and users with email_verified=false are skipped as unverified: deploy with ALLOW_UNVERIFIED_USERS=true"
  elif jq -e '.LambdaConfig.PreSignUp' "$work/pool" >/dev/null; then
    warn "verification: the pool has a pre-sign-up trigger, and users whom it confirms without verifying are skipped as unverified: let it set autoVerifyEmail, or deploy with ALLOW_UNVERIFIED_USERS=true"
  else
    ok "verification: $verified"
  fi
}

# Whether the repair is scheduled, and how its last run ended.
check_repair() {
  local name=$function_name-reconcile expression state machine status
  if ! try scheduler get-schedule --name "$name" >"$work/schedule"; then
    if not_found; then warn "repair: not scheduled, deploy the stack with ReconcileSchedule"; else warn "repair: $(failure "read the schedule $name")"; fi
    return
  fi
  IFS=$'\t' read -r expression state machine < <(jq -r '[.ScheduleExpression, .State, .Target.Arn] | @tsv' "$work/schedule")
  if [[ $state != ENABLED ]]; then wrong "repair: the schedule $name is $state"; fi
  if ! try lambda get-function-configuration --function-name "$name" >"$work/reconcile"; then
    if not_found; then wrong "repair: there is no function $name, deploy it: the stack's output ReconcileDeployCommand"; else give_up "read the function $name"; fi
    return
  fi
  if [[ $(variable ALLOW_UNVERIFIED_USERS) != "$(jq -r '.Environment.Variables.ALLOW_UNVERIFIED_USERS // ""' "$work/reconcile")" ]]; then
    wrong "repair: ALLOW_UNVERIFIED_USERS is not the same for $function_name and $name"
  fi
  if ! try stepfunctions list-executions --state-machine-arn "$machine" --max-items 1 >"$work/runs"; then
    warn "repair: $(failure "read its runs")"
    return
  fi
  status=$(jq -r '.executions[0]
    | if . then "\(.status) (\(.stopDate // .startDate | if type == "number" then floor | todate else . end))" else "" end' "$work/runs")
  case $status in
    '') ok "repair: $expression, no run yet" ;;
    SUCCEEDED* | RUNNING*) ok "repair: $expression, last run $status" ;;
    *) wrong "repair: $expression, last run $status; the state machine $name says why" ;;
  esac
}

check() {
  check_connection
  check_function
  check_group
  check_table
  check_verification
  check_repair
  exit "$wrong"
}
