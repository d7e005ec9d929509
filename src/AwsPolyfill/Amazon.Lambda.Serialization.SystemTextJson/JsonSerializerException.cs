namespace Amazon.Lambda.Serialization.SystemTextJson;

/// <summary>An event that could not be read, or an answer that could not be written.</summary>
public class JsonSerializerException(string message, Exception exception) : Exception(message, exception);
