# What the scripts in this folder share: calls of AWS, reports, errors.
# shellcheck shell=bash

fail() {
  without_user_info "$1" >&2
  exit 1
}

# Prints a text without names and passwords in its addresses, such as that of an endpoint or a proxy.
without_user_info() {
  local slashes='://'
  echo "${1/$slashes*@/$slashes***@}"
}

# A line of a report. After a wrong one, $wrong is 1.
wrong=0
ok() { echo "ok     $1"; }
warn() { echo "WARN   $1"; }
wrong() {
  echo "WRONG  $1"
  wrong=1
}

# Ends the script where a program is missing.
require_programs() {
  command -v jq >/dev/null || fail "There is no jq on the PATH: install it from https://jqlang.org."
  command -v aws >/dev/null || fail "There is no AWS CLI on the PATH: install it from https://aws.amazon.com/cli."
}

# Takes the ids that every script needs from the variables that its options set.
check_names() {
  [[ $pool_id =~ ^[a-z0-9-]+_[A-Za-z0-9]+$ ]] || fail "--user-pool-id must be an id such as eu-central-1_AbCdEfGhI, not '$pool_id'."
  [[ $function_name =~ ^[A-Za-z0-9_-]+$ ]] || fail "--function must be the name of a function, not '$function_name'."
  export AWS_REGION=${pool_id%%_*} AWS_DEFAULT_REGION=${pool_id%%_*} AWS_PAGER=''
}

# Calls the AWS CLI at the endpoint in AWS's own variables, which older versions of the CLI do not read.
call() {
  local name endpoint=''
  case $1 in
    cognito-idp | whole-user-pools) name=COGNITO_IDENTITY_PROVIDER ;;
    lambda) name=LAMBDA ;;
    dynamodb) name=DYNAMODB ;;
    scheduler) name=SCHEDULER ;;
    stepfunctions) name=SFN ;;
    *) fail "The endpoint of $1 is not known." ;;
  esac
  name=AWS_ENDPOINT_URL_$name
  [[ ${AWS_IGNORE_CONFIGURED_ENDPOINT_URLS:-} == true ]] || endpoint=${!name:-${AWS_ENDPOINT_URL:-}}
  if [[ $endpoint ]]; then set -- "$@" --endpoint-url "$endpoint"; fi
  aws "$@"
}

# Prints the answer as JSON. If it fails, the service's message is in $work/error.
try() {
  call "$@" --output json 2>"$work/error"
}

not_found() {
  grep -q 'ResourceNotFoundException' "$work/error"
}

# Prints one sentence about the call that failed last, which was to do $1.
failure() {
  local said
  said=$(tr -s '\n ' ' ' <"$work/error")
  said=${said# } said=$(without_user_info "${said% }")
  case $said in
    *'Unable to locate credentials'* | *ExpiredToken* | *'security token'*invalid* | *'SSO session'* | *'config profile'* | *UnrecognizedClient*)
      echo "The AWS CLI has no valid credentials, sign in (aws configure, or aws sso login): $said" ;;
    *) echo "The AWS CLI could not $1: $said" ;;
  esac
}

give_up() {
  fail "$(failure "$1")"
}

# Prints the function's configuration. If the function is gone: only its ARN $1, unless that is empty.
read_function() {
  try lambda get-function-configuration --function-name "$function_name" && return
  not_found || give_up "read the function"
  [[ $1 ]] || fail "There is no function $function_name in $AWS_REGION: deploy it first."
  jq -n --arg arn "$1" '{FunctionArn: $arn}'
}

# Quotes a word for the shell.
quoted() {
  local quote="'" escaped="'\\''"
  if [[ $1 =~ ^[A-Za-z0-9_./:@%+=-]+$ ]]; then printf '%s' "$1"; else printf "'%s'" "${1//$quote/$escaped}"; fi
}
