#!/usr/bin/env bash
# Makes a function the post-confirmation trigger of a user pool, and leaves every other setting of the pool as it is.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=SCRIPTDIR/aws.sh
source "$here/aws.sh"
# shellcheck source=SCRIPTDIR/connect/pool.sh
source "$here/connect/pool.sh"
# shellcheck source=SCRIPTDIR/connect/permission.sh
source "$here/connect/permission.sh"
# shellcheck source=SCRIPTDIR/connect/check.sh
source "$here/connect/check.sh"

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
check_names
require_programs
readonly STATEMENT_ID="post-confirmation-$pool_id"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Shows what changes with the trigger $1 (empty for none), and asks.
propose_trigger() {
  add_mfa "$work/pool" "$work/before"
  to_input "$work/before" >"$work/unchanged"
  echo "What changes in the user pool $pool_id:"
  diff -U 2 --label before --label after "$work/unchanged" <(with_trigger "$work/unchanged" "$1") || true
  jq -r '.UserPool.UserPoolTags["aws:cloudformation:stack-name"]? // empty
    | "The stack \(.) made this pool: set the trigger there too, or its next deployment undoes this."' "$work/before"
  $yes && return
  local answer=''
  read -r -p "Change it? [y/N] " answer || echo
  [[ $answer == [yY]* ]] || fail "Nothing was changed."
}

# Stops if somebody else has changed the pool since it was shown, because that change would be lost.
# Cognito has no conditional update, so this is checked right before the update.
stop_if_changed() {
  local now
  read_everything "$work/now"
  now=$(trigger_of "$work/now")
  if same_but_the_trigger "$work/before" "$work/now" && [[ $now == "$trigger" || $now == "$1" ]]; then return; fi
  take_back "$now"
  [[ $now == "$trigger" || $now == "$1" ]] || fail "Somebody else has meanwhile set another trigger, which this leaves alone: ${now:-none}"
  fail "Somebody else has meanwhile changed the user pool, see above. Nothing was changed by this run: run it again."
}

# Gives the pool the trigger $1 (empty for none).
apply_trigger() {
  local sentence
  stop_if_changed "$1"
  to_input "$work/now" >"$work/unchanged"
  with_trigger "$work/unchanged" "$1" >"$work/input"
  if ! update_pool "$work/input"; then
    sentence=$(failure "update the user pool")
    if refused; then
      take_back "$(trigger_of "$work/now")"
      fail "$sentence Nothing was changed in it."
    fi
    read_pool "$work/described"
    [[ $(trigger_of "$work/described") == "$1" ]] || fail "$sentence The trigger is ${trigger:-none}, as before: run this again."
  fi
  read_everything "$work/updated"
  same_but_the_trigger "$work/now" "$work/updated" || fail "Other settings of the user pool changed as well, see above: set them again."
  [[ $(trigger_of "$work/updated") == "$1" ]] || fail "Cognito took the update, and the trigger is ${trigger:-none}, as before."
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
  apply_trigger "$function_arn"
  echo "$function_name is now the post-confirmation trigger of $pool_id."
}

disconnect() {
  if [[ $trigger == "$function_arn" ]]; then
    propose_trigger ''
    apply_trigger ''
    echo "$pool_id has no post-confirmation trigger any more."
  else
    echo "$function_name is not the post-confirmation trigger of $pool_id, which is: ${trigger:-none}"
  fi
  if has_statement; then remove_permission; fi
}

read_pool "$work/pool"
pool_arn=$(jq -r .Arn "$work/pool")
account=$(cut -d : -f 5 <<<"$pool_arn")
trigger=$(trigger_of "$work/pool")
# A trigger whose function is gone fails every sign-up, and so it can be disconnected all the same.
gone=''
if [[ $mode == disconnect && $trigger == *":function:$function_name" ]]; then gone=$trigger; fi
read_function "$gone" >"$work/function"
read_policy >"$work/policy"
function_arn=$(jq -r .FunctionArn "$work/function")
"$mode"
