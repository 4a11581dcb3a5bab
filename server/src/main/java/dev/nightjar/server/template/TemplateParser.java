package dev.nightjar.server.template;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads a template's tags and nests them. */
final class TemplateParser {
  private static final int DEEPEST = 50;

  private final String template;
  private final Places places;
  private final Deque<Open> open = new ArrayDeque<>();
  private List<Part> parts = new ArrayList<>();

  private TemplateParser(String template) {
    this.template = template;
    this.places = new Places(template);
  }

  static List<Part> parse(String template) {
    return new TemplateParser(template).parse();
  }

  /** A tag that is not closed yet, and the parts around it. */
  private sealed interface Open {
    Place place();

    List<Part> around();

    record If(
        Place place, List<Part> around, List<Part.Branch> done, Optional<Expression> condition)
        implements Open {}

    record For(Place place, List<Part> around, List<String> names, Expression over)
        implements Open {}
  }

  private List<Part> parse() {
    for (Segment segment : Segments.of(template, places)) {
      switch (segment) {
        case Segment.Text(String text) -> parts.add(new Part.Text(text));
        case Segment.Output(int from, int to) ->
            parts.add(new Part.Output(new ExpressionParser(template, places, from, to).whole()));
        case Segment.Block(int from, int to) -> statement(from, to);
      }
    }
    if (!open.isEmpty()) {
      throw new TemplateSyntaxException(
          open.peek().place(), "This tag is not closed with `{% end %}`.");
    }
    return parts;
  }

  private void statement(int from, int to) {
    ExpressionParser in = new ExpressionParser(template, places, from, to);
    Place place = in.place();
    String word = statementWord(from, to);
    // The word itself may be one of the expression's own, so it is skipped as a token.
    in.skip();
    switch (word) {
      case "if" -> begin(new Open.If(place, parts, List.of(), Optional.of(condition(in))));
      case "elif" -> nextBranch(place, Optional.of(condition(in)));
      case "else" -> {
        in.expectEnd();
        nextBranch(place, Optional.empty());
      }
      case "for" -> {
        List<String> names = new ArrayList<>();
        do {
          names.add(in.name());
        } while (in.accept(","));
        in.expect("in");
        begin(new Open.For(place, parts, List.copyOf(names), condition(in)));
      }
      case "set" -> {
        String name = in.name();
        in.expect("=");
        parts.add(new Part.Set(place, name, condition(in)));
      }
      case "end" -> {
        in.expectEnd();
        end(place);
      }
      case "comment" -> {}
      default -> throw new TemplateSyntaxException(place, unknown(word));
    }
  }

  private static Expression condition(ExpressionParser in) {
    Expression expression = in.expression();
    in.expectEnd();
    return expression;
  }

  private String statementWord(int from, int to) {
    String text = template.substring(from, to).strip();
    int end = 0;
    while (end < text.length() && Character.isLetter(text.charAt(end))) {
      end++;
    }
    return text.substring(0, end);
  }

  private void begin(Open tag) {
    if (open.size() >= DEEPEST) {
      throw new TemplateSyntaxException(tag.place(), "Tags are nested too deeply.");
    }
    open.push(tag);
    parts = new ArrayList<>();
  }

  private void nextBranch(Place place, Optional<Expression> condition) {
    if (!(open.peek() instanceof Open.If tag) || tag.condition().isEmpty()) {
      throw new TemplateSyntaxException(place, "There is no `{% if %}` that this belongs to.");
    }
    open.pop();
    open.push(new Open.If(tag.place(), tag.around(), withBranch(tag), condition));
    parts = new ArrayList<>();
  }

  private void end(Place place) {
    if (open.isEmpty()) {
      throw new TemplateSyntaxException(place, "There is no tag open that this would close.");
    }
    Part closed =
        switch (open.pop()) {
          case Open.If tag when tag.condition().isPresent() ->
              closing(tag, new Part.If(withBranch(tag), List.of()));
          case Open.If tag -> closing(tag, new Part.If(tag.done(), parts));
          case Open.For tag ->
              closing(tag, new Part.For(tag.place(), tag.names(), tag.over(), parts));
        };
    parts.add(closed);
  }

  /** Goes back to the parts around a tag. */
  private Part closing(Open tag, Part part) {
    parts = tag.around();
    return part;
  }

  private List<Part.Branch> withBranch(Open.If tag) {
    List<Part.Branch> branches = new ArrayList<>(tag.done());
    branches.add(new Part.Branch(tag.condition().orElseThrow(), parts));
    return branches;
  }

  private static String unknown(String word) {
    if (word.startsWith("end")) {
      return "`%s` closes nothing here: every tag is closed with `{%% end %%}`.".formatted(word);
    }
    if (word.toLowerCase(Locale.ROOT).equals("elseif")) {
      return "`elseif` is written `elif`.";
    }
    return word.isEmpty()
        ? "A tag begins with if, elif, else, for, set or end."
        : "`%s` is not a tag. There are if, elif, else, for, set and end.".formatted(word);
  }
}
