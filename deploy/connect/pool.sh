# The user pool, read and written whole, even members that this CLI and this script do not know.
# shellcheck shell=bash

# What update-user-pool does not take. Everything else is sent back, because Cognito may reset what it is not sent.
readonly READ_ONLY='["AliasAttributes", "Arn", "CreationDate", "CustomDomain", "Domain", "EmailConfigurationFailure",
  "EstimatedNumberOfUsers", "Id", "LastModifiedDate", "Name", "SchemaAttributes", "SmsConfigurationFailure", "Status",
  "UsernameAttributes", "UsernameConfiguration"]'

# Calls Cognito with our own service model, which passes all members through: the CLI's model hides those that it does not know.
whole_pools() {
  AWS_DATA_PATH=$work/models${AWS_DATA_PATH:+:$AWS_DATA_PATH} try whole-user-pools "$@"
}

# Lets the model take the members of the input file $1, or of none.
write_model() {
  local model=whole-user-pools/2016-04-18/service-2.json
  mkdir -p "$work/models/${model%/*}"
  jq --slurpfile input "${1:-/dev/null}" \
    '.shapes.WholeUserPool.members = (($input[0] // {}) | map_values({shape: "Anything"}))' "$here/connect/$model" >"$work/models/$model"
}

# Writes the description of the pool to the file $1.
read_pool() {
  write_model
  if whole_pools describe-user-pool --user-pool-id "$pool_id" >"$work/answer"; then
    jq .UserPool "$work/answer" >"$1"
    [[ $(jq -r '.Id?' "$1") == "$pool_id" ]] || fail "The AWS CLI does not show the user pool: update it."
    return
  fi
  not_found && fail "There is no user pool $pool_id in this account."
  if grep -qi 'invalid choice' "$work/error"; then
    fail "The AWS CLI takes no service model from AWS_DATA_PATH: update it. Its own would lose settings of the user pool."
  fi
  give_up "read the user pool"
}

# Adds what a call of its own says of MFA to the description $1, and writes both to the file $2.
add_mfa() {
  whole_pools get-user-pool-mfa-config --user-pool-id "$pool_id" >"$work/mfa" || give_up "read the pool's MFA configuration"
  jq -s '{UserPool: .[0], MfaConfig: .[1]}' "$1" "$work/mfa" >"$2"
}

# Writes everything that is kept of the pool to the file $1.
read_everything() {
  read_pool "$work/described"
  add_mfa "$work/described" "$1"
}

# Turns everything of a pool, $1, into the input of update-user-pool that changes nothing.
to_input() {
  jq -S --argjson readonly "$READ_ONLY" '
    .UserPool
    | .UserPoolId = .Id | .PoolName = .Name
    | with_entries(select(.key as $key | $readonly | index($key) | not))
    # The older of two names for one setting; Cognito refuses both together.
    | if .Policies.PasswordPolicy.TemporaryPasswordValidityDays then del(.AdminCreateUserConfig.UnusedAccountValidityDays) else . end
    # Tags that only AWS may set, such as those of CloudFormation.
    | if .UserPoolTags then .UserPoolTags |= with_entries(select(.key | startswith("aws:") | not)) else . end' "$1"
}

# Gives an input, $1, the trigger $2, or none where it is empty.
with_trigger() {
  jq -S --arg trigger "$2" \
    'if $trigger == "" then del(.LambdaConfig.PostConfirmation) else .LambdaConfig.PostConfirmation = $trigger end' "$1"
}

trigger_of() {
  jq -r '(.UserPool // .).LambdaConfig.PostConfirmation // ""' "$1"
}

# Shows all differences except the trigger. Succeeds if there are none.
same_but_the_trigger() {
  local everything='del(.UserPool.LastModifiedDate, .UserPool.EstimatedNumberOfUsers, .UserPool.LambdaConfig.PostConfirmation)
    | .UserPool.LambdaConfig //= {}'
  diff -U 2 --label before --label after <(jq -S "$everything" "$1") <(jq -S "$everything" "$2")
}

# Updates the pool with the input file $1.
update_pool() {
  write_model "$1"
  whole_pools update-user-pool --cli-input-json "file://$1" >/dev/null
}

# Whether the service refused the last call, so that nothing was changed. After a lost answer or a failure that is unknown.
refused() {
  grep -q 'An error occurred (' "$work/error" && ! grep -qE 'An error occurred \((InternalError|ServiceUnavailable|5)' "$work/error"
}
