#!/usr/bin/env bash
# Signs a temporary user up on AWS, checks what the trigger did, and deletes everything again.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=SCRIPTDIR/aws.sh
source "$here/aws.sh"

usage() {
  cat <<'TEXT'
Usage: deploy/smoke.sh --user-pool-id ID --function NAME [--email ADDRESS] [--client-id ID]

Signs a temporary user up and confirms, checks the group and the record, reports each step, and deletes the user, the record
and the app client that it made. Exits with 1 if anything was missing, or could not be deleted.

  --email ADDRESS  the user's, which no other user of the pool may have, and which gets the pool's mails; by default one at
                   Amazon SES's simulator
  --client-id ID   an app client of yours that has no secret; by default one is made and deleted

The pool's other triggers run as well, and a consumer of the table's stream sees the record come and go.
Needs the AWS CLI with credentials, and jq. The region is the pool's.
TEXT
}

pool_id='' function_name='' email='' client_id=''
while (($#)); do
  case $1 in
    --user-pool-id) pool_id=${2:?"$1 needs a value."} && shift ;;
    --function) function_name=${2:?"$1 needs a value."} && shift ;;
    --email) email=${2:?"$1 needs a value."} && shift ;;
    --client-id) client_id=${2:?"$1 needs a value."} && shift ;;
    --help | -h) usage && exit ;;
    *) fail "There is no option $1; see --help." ;;
  esac
  shift
done
check_names
require_programs
ID=smoke-$(date +%s)-$RANDOM$RANDOM
readonly ID
email=${email:-success+$ID@simulator.amazonses.com}
work=$(mktemp -d)
made_client='' username='' sub=''
trap finish EXIT

key() {
  jq -n --arg key "USER#$sub" '{PK: {S: $key}, SK: {S: $key}}'
}

# Erases one thing, $1, with a call of AWS.
erase() {
  if try "${@:2}" >/dev/null || grep -q 'UserNotFoundException' "$work/error"; then ok "erased: $1"; else wrong "not erased: $1; $(failure "erase it")"; fi
}

# Finds the user of a sign-up that failed, if there is one, and so the record.
find_user() {
  if try cognito-idp admin-get-user --user-pool-id "$pool_id" --username "$username" >"$work/left"; then
    sub=$(jq -r '.UserAttributes[] | select(.Name == "sub") | .Value' "$work/left")
  elif grep -q 'UserNotFoundException' "$work/error"; then
    username=''
  else
    wrong "not looked for: a record of the user $username; $(failure "read the user")"
  fi
}

finish() {
  local code=$?
  trap - EXIT
  set +e
  [[ -z $username || $sub ]] || find_user
  [[ -z $username ]] || erase "the user $username" cognito-idp admin-delete-user --user-pool-id "$pool_id" --username "$username"
  [[ -z $sub ]] || erase "the record USER#$sub" dynamodb delete-item --table-name "$table" --key "$(key)"
  [[ -z $made_client ]] || erase "the app client $made_client" cognito-idp delete-user-pool-client --user-pool-id "$pool_id" --client-id "$made_client"
  rm -rf "$work"
  exit $((code > wrong ? code : wrong))
}

# Writes the input of sign-up, with all attributes that the pool requires.
describe_user() {
  try cognito-idp describe-user-pool --user-pool-id "$pool_id" >"$work/pool" || give_up "read the user pool"
  jq --arg id "$ID" --arg email "$email" --arg client "$client_id" '
    .UserPool
    | (.UsernameAttributes // []) as $signs_in_with
    | {email: $email, phone_number: "+15555550100", birthdate: "2000-01-01", updated_at: "0"} as $known
    | [.SchemaAttributes[]? | select(.Required and .Name != "sub") | .Name] + ["email"]
    | unique
    | {
        ClientId: $client,
        Username: (if $signs_in_with == [] then $id elif $signs_in_with | index("email") then $email else $known.phone_number end),
        Password: ("Aa1!" + $id + "-" + ($id | @base64) + "0123456789abcdef"),
        UserAttributes: map({Name: ., Value: ($known[.] // "Smoke")})
      }' "$work/pool" >"$work/user"
}

sign_up() {
  local name
  if [[ -z $client_id ]]; then
    made_client=$(try cognito-idp create-user-pool-client --user-pool-id "$pool_id" --client-name "$ID" | jq -r .UserPoolClient.ClientId) ||
      give_up "make an app client"
    client_id=$made_client
  fi
  describe_user
  name=$(jq -r .Username "$work/user")
  # In a pool that confirms by itself, a sign-up fails with the trigger and leaves the user. Nobody else has a name with this id.
  if [[ $name == *"$ID"* ]]; then username=$name; fi
  if ! try cognito-idp sign-up --cli-input-json "file://$work/user" >"$work/answer"; then
    if grep -q 'UsernameExistsException' "$work/error"; then username=''; fi
    give_up "sign a user up"
  fi
  username=$name
  sub=$(jq -r .UserSub "$work/answer")
  ok "signed up: $username, sub $sub"
}

# As an administrator, because the code is in a mail. The address is set to verified first, or the function would skip the user.
confirm() {
  if [[ $(jq -r .UserConfirmed "$work/answer") == true ]]; then
    ok "confirmed: by the pool itself"
    return
  fi
  try cognito-idp admin-update-user-attributes --user-pool-id "$pool_id" --username "$username" \
    --user-attributes "Name=email,Value=$email" Name=email_verified,Value=true >/dev/null || give_up "verify the address"
  if try cognito-idp admin-confirm-sign-up --user-pool-id "$pool_id" --username "$username" >/dev/null; then
    ok "confirmed: the trigger answered"
  else
    wrong "confirmed: $(failure "confirm the user")"
  fi
}

# Cognito may show a new member only after a while. Looks up to $1 times.
in_group() {
  local attempt
  for ((attempt = 1; attempt <= $1; attempt++)); do
    try cognito-idp admin-list-groups-for-user --user-pool-id "$pool_id" --username "$username" >"$work/groups" || give_up "read the user's groups"
    if jq -e --arg group "$group" '.Groups | any(.GroupName == $group)' "$work/groups" >/dev/null; then return; fi
    sleep "$((attempt < $1))"
  done
  return 1
}

look() {
  local pending=false times=5
  try dynamodb get-item --table-name "$table" --key "$(key)" --consistent-read >"$work/record" || give_up "read the record"
  if jq -e .Item.pending_group "$work/record" >/dev/null 2>&1; then pending=true times=1; fi
  if in_group "$times"; then ok "group: $group"; else wrong "group: the user is not in $group"; fi
  if ! jq -e .Item "$work/record" >/dev/null 2>&1; then
    wrong "record: there is none in $table; the log of $function_name says why, search for $sub"
  elif $pending; then
    wrong "record: the group is pending; the log of $function_name says why, search for $sub"
  else
    ok "record: $(jq -c .Item "$work/record")"
  fi
}

read_function '' >"$work/function"
table=$(jq -r '.Environment.Variables.APP_TABLE_NAME // ""' "$work/function")
group=$(jq -r '.Environment.Variables.APP_GROUP_NAME // ""' "$work/function")
[[ $table && $group ]] || fail "The function $function_name has no APP_TABLE_NAME or no APP_GROUP_NAME: deploy it with both."
sign_up
confirm
look
