package dev.nightjar.server.template;

/**
 * Why a template cannot be read, or cannot be rendered for a request. Its message is for people.
 */
public abstract sealed class TemplateException extends RuntimeException
    permits TemplateSyntaxException,
        TemplateEvaluationException,
        MissingParameterException,
        MalformedParameterException,
        TemplateErrorException {
  private static final long serialVersionUID = 1L;

  TemplateException(String message) {
    super(message);
  }
}
