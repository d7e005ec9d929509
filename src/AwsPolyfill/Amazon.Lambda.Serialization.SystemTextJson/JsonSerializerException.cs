namespace Amazon.Lambda.Serialization.SystemTextJson;

/// <summary>An event that could not be read.</summary>
public class JsonSerializerException(string message, Exception exception) : Exception(message, exception);
