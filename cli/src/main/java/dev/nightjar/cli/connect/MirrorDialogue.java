package dev.nightjar.cli.connect;

import dev.nightjar.cli.prompt.Interview;
import dev.nightjar.cli.prompt.Question;
import java.util.Map;
import java.util.Optional;

/** Asks what is left to know about a table that can be mirrored, and writes its file's text. */
final class MirrorDialogue {

  /**
   * A data source that is about to be written.
   *
   * @param text of its file
   */
  record Mirror(String name, String tableArn, String bucket, String text) {}

  private final Interview interview;
  private final NumberKeyTypes numberKeys;
  private final TakenNames names;

  MirrorDialogue(Interview interview, NumberKeyTypes numberKeys, TakenNames names) {
    this.interview = interview;
    this.numberKeys = numberKeys;
    this.names = names;
  }

  /** The question for the bucket that exports go to. */
  static Question bucketQuestion(Optional<String> preset) {
    return new Question(
        "--bucket", "S3 bucket for exports (just its name, no s3:// prefix)", preset);
  }

  /** The question for the data source's name. */
  static Question nameQuestion(String option, Optional<String> preset) {
    return new Question(
        option, "Name of the data source, which is the table's name in SQL", preset);
  }

  /** A name that is free. */
  String name(Question question, Optional<String> given) {
    return interview.answer(question, given, names::freeDatasource);
  }

  /** The bucket's bare name. */
  String bucket(Question question, Optional<String> given) {
    return interview.answer(question, given, AnswerChecks::bucket);
  }

  /** The data source, with a type for each number key. */
  Mirror mirror(TableQuestion question, TableFacts table, String name, String bucket) {
    Map<String, NumberKeyType> types = numberKeys.of(table.keys(), interview);
    String text =
        MirrorFiles.datasource(table, types, question.connection(), question.tableArn(), bucket);
    return new Mirror(name, question.tableArn(), bucket, text);
  }
}
