namespace PostConfirmation.Tests;

/// <summary>A message may come from any exception, and an exception may quote the address of a proxy.</summary>
public sealed class RedactionTests
{
    [Theory]
    [InlineData("The proxy tunnel request to proxy 'http://user:secret@127.0.0.1:1/' failed with status code '407'.", "The proxy tunnel request to proxy 'http://***@127.0.0.1:1/' failed with status code '407'.")]
    [InlineData("http://user:se cret@host/ and https://user@host", "http://***@host/ and https://***@host")]
    [InlineData("http://user:se@cret@host", "http://***@host")]
    [InlineData("http://user:se/cret@host/path", "http://***@host/path")]
    [InlineData("http://user:se//cret@host", "http://***@host")]
    [InlineData("http://user:se://cret@host", "http://***@host")]
    [InlineData("http://user:se@cr et@host", "http://***@host")]
    [InlineData("http://user:s/e c@r/e t@host: see https://docs/a b and http://u:p/w@h", "http://***@host: see https://docs/a b and http://***@h")]
    [InlineData("no table at https://tables/ (here): proxy 'http://user:secret@host/' failed", "no table at https://tables/ (here): proxy 'http://***@host/' failed")]
    [InlineData("x=http://user:se://cret@host", "x=http://***@host")]
    [InlineData("http://a:b@c to http://d:e@f to g@h", "http://***@c to http://***@h")]
    [InlineData("user:my secret@host", "***@host")]
    [InlineData("no route to user:my se/cret@host", "no route to ***@host")]
    [InlineData("user:se/cret@host and user:se cret@host", "***@host and ***@host")]
    [InlineData("failed: no mail to maria@example.com or eva@example.com", "failed: no mail to ***@example.com or ***@example.com")]
    [InlineData("arn:aws:iam::123456789012:user/admin may not mail maria@example.com", "arn:aws:iam::123456789012:user/admin may not mail ***@example.com")]
    [InlineData("no route to user:secret@host:8080", "no route to ***@host:8080")]
    [InlineData("user:secret@host", "***@host")]
    [InlineData("@host", "***@host")]
    [InlineData("//user@host", "//***@host")]
    [InlineData("://user:secret@host", "://***@host")]
    [InlineData("\tuser:secret@host", "\t***@host")]
    [InlineData("/user@host", "/***@host")]
    [InlineData(" @host", " ***@host")]
    [InlineData("arn:aws:sts::123456789012:assumed-role/admin/maria@example.com is not authorized", "arn:aws:sts::123456789012:assumed-role/admin/***@example.com is not authorized")]
    [InlineData("Connection refused (127.0.0.1:1)", "Connection refused (127.0.0.1:1)")]
    [InlineData("https://host/a b", "https://host/a b")]
    [InlineData("", "")]
    public void The_user_part_of_an_address_is_hidden_and_text_without_one_stays(string text, string shown) =>
        Assert.Equal(shown, Redaction.WithoutUserInfo(text));

    [Fact]
    public void The_line_of_an_invocation_shows_no_password()
    {
        var trigger = new FunctionHarness
        {
            Group = Answers.Fails(new Amazon.Runtime.AmazonServiceException($"{new string('x', 280)} http://user:secret@proxy.example/ refused") { ErrorCode = "Refused" }),
        };

        trigger.Invoke(Some.Event());

        var message = Assert.IsType<string>(trigger.Logged["errorMessage"]);
        Assert.EndsWith(" http://***@proxy.ex", message, StringComparison.Ordinal);
    }
}
