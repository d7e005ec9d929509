using Microsoft.AspNetCore.Http;

namespace PostConfirmation.Local.Page;

/// <summary>
/// Only the page itself may use the page's server. Other sites in the same browser can reach every port of this machine,
/// even by a host name of their own.
/// </summary>
internal static class PageGuard
{
    /// <summary>Allows nothing from other servers and nothing inline, so that markup or script in a user's data never runs.</summary>
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        var (request, headers) = (context.Request, context.Response.Headers);
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";

        if (request.Host.Host is not ("localhost" or "127.0.0.1") || request.Host.Port != context.Connection.LocalPort)
        {
            context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            return context.Response.WriteAsync("This is not a name of this server.");
        }

        var origin = request.Headers.Origin.ToString();
        var onlyReads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (origin == $"http://{request.Host}" || (onlyReads && origin.Length == 0))
            return next(context);

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsync("Only the page itself may ask for this.");
    }
}
