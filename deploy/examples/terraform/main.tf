# A user pool in Terraform whose post-confirmation trigger is the function that dotnet lambda deploy-function deployed.
# Not checked by this project's tests; `terraform validate` took it once, with version 5.100.0 of the AWS provider.

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  # By its name, not as a resource of this configuration: its role names the pool, and the pool names it, which would be a
  # cycle.
  post_confirmation = join(":", [
    "arn", data.aws_partition.current.partition, "lambda", data.aws_region.current.name,
    data.aws_caller_identity.current.account_id, "function", "PostConfirmation",
  ])
}

resource "aws_cognito_user_pool" "shop" {
  name                     = "shop"
  username_attributes      = ["email"]
  auto_verified_attributes = ["email"]

  lambda_config {
    post_confirmation = local.post_confirmation
  }
}

resource "aws_lambda_permission" "post_confirmation" {
  statement_id   = "post-confirmation"
  action         = "lambda:InvokeFunction"
  function_name  = local.post_confirmation
  principal      = "cognito-idp.amazonaws.com"
  source_arn     = aws_cognito_user_pool.shop.arn
  source_account = data.aws_caller_identity.current.account_id
}
