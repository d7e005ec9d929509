# Whether, and from which pool, Cognito may invoke the function.
# shellcheck shell=bash

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

# Whether the statement that this script adds is there.
has_statement() {
  jq -e --arg id "$STATEMENT_ID" '[.Statement[]?.Sid] | index($id) != null' "$work/policy" >/dev/null
}

permission_added=false
allow_cognito() {
  if permits_pool; then
    echo "Cognito may invoke $function_name already."
    return
  fi
  if has_statement; then remove_permission; fi
  try lambda add-permission --function-name "$function_name" --statement-id "$STATEMENT_ID" \
    --action lambda:InvokeFunction --principal cognito-idp.amazonaws.com \
    --source-arn "$pool_arn" --source-account "$account" >/dev/null || give_up "let Cognito invoke the function"
  permission_added=true
  echo "Cognito may now invoke $function_name for the pool $pool_id."
}

remove_permission() {
  try lambda remove-permission --function-name "$function_name" --statement-id "$STATEMENT_ID" || give_up "remove the permission"
  echo "The permission $STATEMENT_ID is removed."
}

# Removes the permission that this run added, unless the pool's trigger, $1, needs it.
take_back() {
  if $permission_added && [[ $1 != "$function_arn" ]]; then remove_permission; fi
}
