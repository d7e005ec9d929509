#!/usr/bin/env bash
# Makes a function the post-confirmation trigger of a user pool, and leaves every other setting of the pool as it is.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: deploy/connect.sh --user-pool-id ID --function NAME [--yes | --check | --disconnect [--yes]]

Lets Cognito invoke the function, then attaches it to the user pool as its post-confirmation trigger. Shows what changes
in the pool and asks first. Safe to repeat.

  --yes         do not ask
  --check       change nothing; say what is missing or wrong, and exit with 1 if anything is
  --disconnect  take the trigger and the permission away again

Needs the AWS CLI with credentials, and jq. The region is the pool's.
TEXT
}

fail() {
  echo "$1" >&2
  exit 1
}

# The fields of update-user-pool that came last. A CLI that does not know one neither shows it nor sends it, and what is
# not sent Cognito resets.
readonly NEWEST_FIELDS='["UserPoolTier", "Policies.SignInPolicy", "Policies.PasswordPolicy.PasswordHistorySize",
  "LambdaConfig.PreTokenGenerationConfig", "LambdaConfig.InboundFederation",
  "UserPoolAddOns.AdvancedSecurityAdditionalFlows", "UserAttributeUpdateSettings", "DeletionProtection"]'

pool_id='' function_name='' mode=connect yes=false
while (($#)); do
  case $1 in
    --user-pool-id) pool_id=${2:?"$1 needs a value."} && shift ;;
    --function) function_name=${2:?"$1 needs a value."} && shift ;;
    --yes) yes=true ;;
    --check | --disconnect) mode=${1#--} ;;
    --help | -h) usage && exit ;;
    *) fail "There is no option $1; see --help." ;;
  esac
  shift
done
[[ $pool_id =~ ^[a-z0-9-]+_[A-Za-z0-9]+$ ]] || fail "--user-pool-id must be an id such as eu-central-1_AbCdEfGhI, not '$pool_id'."
[[ $function_name =~ ^[A-Za-z0-9_-]+$ ]] || fail "--function must be the name of a function, not '$function_name'."
command -v jq >/dev/null || fail "There is no jq on the PATH: install it from https://jqlang.org."
command -v aws >/dev/null || fail "There is no AWS CLI on the PATH: install it from https://aws.amazon.com/cli."

export AWS_REGION=${pool_id%%_*} AWS_DEFAULT_REGION=${pool_id%%_*} AWS_PAGER=''
readonly STATEMENT_ID="post-confirmation-$pool_id"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Prints the answer as JSON. Fails with what the service said left in $work/error.
try() {
  aws "$@" --output json 2>"$work/error"
}

not_found() {
  grep -q 'ResourceNotFoundException' "$work/error"
}

# Ends the script with one sentence about the call that failed last.
give_up() {
  local said
  said=$(tr -s '\n ' ' ' <"$work/error")
  said=${said# }
  case $said in
    *'Unable to locate credentials'* | *ExpiredToken* | *'security token'*invalid* | *'SSO session'* | *'config profile'* | *UnrecognizedClient*)
      fail "The AWS CLI has no valid credentials, sign in (aws configure, or aws sso login): $said" ;;
    *) fail "The AWS CLI could not $1: $said" ;;
  esac
}

read_pool() {
  try cognito-idp describe-user-pool --user-pool-id "$pool_id" | jq .UserPool && return
  not_found && fail "There is no user pool $pool_id in this account."
  give_up "read the user pool"
}

read_function() {
  try lambda get-function-configuration --function-name "$function_name" && return
  not_found && fail "There is no function $function_name in $AWS_REGION: deploy it first."
  give_up "read the function"
}

# Prints the function's resource policy, {} where it has none.
read_policy() {
  try lambda get-policy --function-name "$function_name" | jq '.Policy | fromjson' && return
  not_found || give_up "read the function's policy"
  echo '{}'
}

# Whether the function's policy lets this user pool, and not just any, invoke the function.
permits_pool() {
  jq -e --arg pool "$pool_arn" --arg account "$account" '
    def listed: if type == "array" then . else [.] end;
    def values($key): [.Condition[]? | to_entries[] | select(.key | ascii_downcase == $key) | .value | listed[]];
    [.Statement[]?
      | select(.Effect == "Allow")
      | select(.Principal.Service? // [] | listed | index("cognito-idp.amazonaws.com"))
      | select(.Action | listed | any(. == "lambda:InvokeFunction" or . == "lambda:*"))
      | select(values("aws:sourcearn") == [$pool])
      | select(values("aws:sourceaccount") | . == [] or . == [$account])]
    | length > 0' "$work/policy" >/dev/null
}

allow_cognito() {
  if permits_pool; then
    echo "Cognito may invoke $function_name already."
    return
  fi
  remove_permission
  try lambda add-permission --function-name "$function_name" --statement-id "$STATEMENT_ID" \
    --action lambda:InvokeFunction --principal cognito-idp.amazonaws.com \
    --source-arn "$pool_arn" --source-account "$account" >/dev/null || give_up "let Cognito invoke the function"
  echo "Cognito may now invoke $function_name for the pool $pool_id."
}

# Removes the statement that this script adds, where it is there.
remove_permission() {
  jq -e --arg id "$STATEMENT_ID" '[.Statement[]?.Sid] | index($id) != null' "$work/policy" >/dev/null || return 0
  try lambda remove-permission --function-name "$function_name" --statement-id "$STATEMENT_ID" || give_up "remove the permission"
  echo "The permission $STATEMENT_ID is removed."
}

check_cli_knows_pools() {
  local unknown
  aws cognito-idp update-user-pool --generate-cli-skeleton input >"$work/fields"
  unknown=$(jq -r --argjson newest "$NEWEST_FIELDS" '
    . as $known | [$newest[] | select(split(".") as $path | $known | getpath($path) == null)] | join(", ")' "$work/fields")
  [[ -z $unknown ]] || fail "This AWS CLI is too old, update it: it does not know $unknown, and Cognito resets what it is not sent."
}

# Turns the description of a pool into the input of update-user-pool that changes nothing.
to_input() {
  jq --slurpfile fields "$work/fields" '
    ($fields[0] | keys) as $writable
    | (. + {UserPoolId: .Id, PoolName: .Name})
    | with_entries(select(.key as $key | $writable | index($key)))
    # The older of two names for one setting; Cognito refuses both together.
    | if .Policies.PasswordPolicy.TemporaryPasswordValidityDays then del(.AdminCreateUserConfig.UnusedAccountValidityDays) else . end
    # The tags of CloudFormation and others: nobody else may set them.
    | if .UserPoolTags then .UserPoolTags |= with_entries(select(.key | startswith("aws:") | not)) else . end'
}

# Everything that must survive, and nothing that changes by itself.
lasting() {
  jq -S 'del(.LastModifiedDate, .EstimatedNumberOfUsers, .LambdaConfig.PostConfirmation) | .LambdaConfig //= {}' "$1"
}

# Shows what giving the pool the trigger $1, or none where it is empty, changes; asks whether to.
propose_trigger() {
  check_cli_knows_pools
  to_input <"$work/pool" >"$work/before"
  jq --arg trigger "$1" 'if $trigger == "" then del(.LambdaConfig.PostConfirmation) else .LambdaConfig.PostConfirmation = $trigger end' \
    "$work/before" >"$work/after"
  echo "What changes in the user pool $pool_id:"
  diff -U 2 --label before --label after <(jq -S . "$work/before") <(jq -S . "$work/after") || true
  jq -r '.UserPoolTags["aws:cloudformation:stack-name"]? // empty
    | "The stack \(.) made this pool: set the trigger there too, or its next deployment undoes this."' "$work/pool"
  $yes && return
  local answer=''
  read -r -p "Change it? [y/N] " answer || echo
  [[ $answer == [yY]* ]] || fail "Nothing was changed."
}

apply_trigger() {
  try cognito-idp update-user-pool --cli-input-json "file://$work/after" >/dev/null || give_up "update the user pool"
  read_pool >"$work/updated"
  diff -U 2 --label before --label after <(lasting "$work/pool") <(lasting "$work/updated") ||
    fail "Other settings of the user pool changed as well, see above: set them again."
}

connect() {
  if [[ $trigger == "$function_arn" ]]; then
    allow_cognito
    echo "$function_name is the post-confirmation trigger of $pool_id already."
    return
  fi
  [[ -z $trigger ]] || echo "The pool has another post-confirmation trigger, which this replaces: $trigger"
  propose_trigger "$function_arn"
  # The permission first: a trigger that Cognito may not invoke fails every sign-up.
  allow_cognito
  apply_trigger
  echo "$function_name is now the post-confirmation trigger of $pool_id."
}

disconnect() {
  if [[ $trigger == "$function_arn" ]]; then
    propose_trigger ''
    apply_trigger
    echo "$pool_id has no post-confirmation trigger any more."
  else
    echo "$function_name is not the post-confirmation trigger of $pool_id, which is: ${trigger:-none}"
  fi
  remove_permission
}

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

check_group() {
  local group
  group=$(jq -r '.Environment.Variables.APP_GROUP_NAME // ""' "$work/function")
  if [[ -z $group ]]; then
    wrong "group: the function has no APP_GROUP_NAME"
  elif try cognito-idp get-group --user-pool-id "$pool_id" --group-name "$group" >/dev/null; then
    ok "group: $group"
  elif not_found; then
    wrong "group: $group is not in the pool, create it: aws cognito-idp create-group --region $AWS_REGION --user-pool-id $pool_id --group-name $group"
  else
    give_up "read the group"
  fi
}

check_table() {
  local table keys
  table=$(jq -r '.Environment.Variables.APP_TABLE_NAME // ""' "$work/function")
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

read_pool >"$work/pool"
read_function >"$work/function"
read_policy >"$work/policy"
pool_arn=$(jq -r .Arn "$work/pool")
account=$(cut -d : -f 5 <<<"$pool_arn")
trigger=$(jq -r '.LambdaConfig.PostConfirmation // ""' "$work/pool")
function_arn=$(jq -r .FunctionArn "$work/function")
"$mode"
