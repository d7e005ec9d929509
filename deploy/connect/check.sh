# --check: says what is missing or wrong, and changes nothing.
# shellcheck shell=bash

wrong=0
ok() { echo "ok     $1"; }
wrong() {
  echo "WRONG  $1"
  wrong=1
}

check_connection() {
  if [[ $trigger == "$function_arn" ]]; then ok "trigger: $function_name"; else wrong "trigger: the pool has ${trigger:-none}, run this without --check"; fi
  if permits_pool; then ok "permission: Cognito may invoke it for this pool"; else wrong "permission: Cognito may not invoke it for this pool, run this without --check"; fi
}

check_function() {
  local timeout memory format state
  read -r timeout memory format state < <(
    jq -r '"\(.Timeout) \(.MemorySize) \(.LoggingConfig.LogFormat // "Text") \(.State // "Active")"' "$work/function")
  if [[ $state =~ ^(Active|Inactive)$ ]]; then ok "function: $state"; else wrong "function: $state, $(jq -r '.StateReason // "wait"' "$work/function")"; fi
  if ((timeout >= 5)); then ok "timeout: $timeout s"; else wrong "timeout: $timeout s, Cognito waits 5 s: deploy with --function-timeout 5"; fi
  if ((memory >= 128)); then ok "memory: $memory MB (native needs 128, managed 512)"; else wrong "memory: $memory MB, deploy with --function-memory-size 128"; fi
  if [[ $format == JSON ]]; then ok "log format: JSON"; else wrong "log format: $format, the alarms read JSON: deploy with --log-format JSON"; fi
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
  elif try cognito-idp get-group --user-pool-id "$pool_id" --group-name "$group" >/dev/null; then
    ok "group: $group"
  elif not_found; then
    wrong "group: $group is not in the pool, create it: aws cognito-idp create-group --region $AWS_REGION --user-pool-id $pool_id --group-name $(quoted "$group")"
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

check() {
  check_connection
  check_function
  check_group
  check_table
  exit "$wrong"
}
