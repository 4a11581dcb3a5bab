package dev.nightjar.dynamodb.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.dynamodb.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamRecordsTest {
  private static final String MODIFY =
      """
      {"awsRegion":"us-east-1","eventID":"c9fbe7d0261a5163fcb6940593e41797","eventName":"MODIFY","eventSource":"aws:dynamodb",
       "eventVersion":"1.1","dynamodb":{"ApproximateCreationDateTime":1.46480527E9,"Keys":{"Id":{"N":"101"}},
       "NewImage":{"Id":{"N":"101"},"Message":{"S":"}"}},"OldImage":{"Id":{"N":"101"}},
       "SequenceNumber":"300000000000000499660","SizeBytes":41,"StreamViewType":"NEW_AND_OLD_IMAGES"}}\
      """;
  private static final String TIME_TO_LIVE =
      """
      {"userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"},"eventName":"REMOVE",
       "dynamodb":{"SequenceNumber":"400000000000000499660","Keys":{"Id":{"N":"102"}},
       "ApproximateCreationDateTime":1464805279}}\
      """;

  private static StreamRecords parse(String answer) {
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    return StreamRecords.parse(bytes, bytes.length);
  }

  @Test
  void findsThePartsOfARecord() {
    StreamRecords records =
        parse("{\"NextShardIterator\":\"arn|1|AAAA\",\"Records\":[" + MODIFY + "]}");

    assertThat(records.size()).isEqualTo(1);
    assertThat(records.nextShardIterator()).contains("arn|1|AAAA");
    Change change = records.change(0);
    assertThat(change.eventName()).isEqualTo(EventName.MODIFY);
    assertThat(change.text(change.keysStart(), change.keysEnd()))
        .isEqualTo("{\"Id\":{\"N\":\"101\"}}");
    assertThat(change.text(change.newImageStart(), change.newImageEnd()))
        .isEqualTo("{\"Id\":{\"N\":\"101\"},\"Message\":{\"S\":\"}\"}}");
    assertThat(change.text(change.oldImageStart(), change.oldImageEnd()))
        .isEqualTo("{\"Id\":{\"N\":\"101\"}}");
    assertThat(change.text(change.eventIdStart(), change.eventIdEnd()))
        .isEqualTo("c9fbe7d0261a5163fcb6940593e41797");
    assertThat(change.text(change.sequenceNumberStart(), change.sequenceNumberEnd()))
        .isEqualTo("300000000000000499660");
    assertThat(change.sequenceNumber()).isEqualTo(SequenceNumber.parse("300000000000000499660"));
    assertThat(change.approximateCreationTime()).isEqualTo(1_464_805_270_000L);
    assertThat(change.userIdentityStart()).isEqualTo(-1);
  }

  @Test
  void saysWhatARecordHasNot() {
    StreamRecords records = parse("{\"Records\":[" + MODIFY + "," + TIME_TO_LIVE + "]}");

    Change change = records.change(1);
    assertThat(change.eventName()).isEqualTo(EventName.REMOVE);
    assertThat(change.newImageStart()).isEqualTo(-1);
    assertThat(change.oldImageStart()).isEqualTo(-1);
    assertThat(change.eventIdStart()).isEqualTo(-1);
    assertThat(change.text(change.userIdentityStart(), change.userIdentityEnd()))
        .isEqualTo("{\"type\":\"Service\",\"principalId\":\"dynamodb.amazonaws.com\"}");
    assertThat(records.nextShardIterator()).isEmpty();
  }

  @Test
  void aLastPageMayHaveRecordsAndNoIterator() {
    assertThat(
            parse("{\"NextShardIterator\":null,\"Records\":[" + MODIFY + "]}").nextShardIterator())
        .isEmpty();
    assertThat(parse("{}").size()).isZero();
    assertThat(parse("{\"Records\":null}").size()).isZero();
    assertThat(parse("{\"Records\":[]}").size()).isZero();
  }

  @Test
  void readsPagesOfManyRecords() {
    String page = "{\"Records\":[" + (MODIFY + ",").repeat(999) + TIME_TO_LIVE + "]}";

    StreamRecords records = parse(page);

    assertThat(records.size()).isEqualTo(1000);
    assertThat(records.change(999).sequenceNumber()).hasToString("400000000000000499660");
    assertThat(records.change(0).sequenceNumber()).hasToString("300000000000000499660");
    assertThatThrownBy(() -> records.change(1000)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "1464805279,1464805279000",
    "1464805279.5,1464805279500",
    "1.464805279999999E9,1464805279999",
    "-1.5,-1500",
    "1464805279.0,1464805279000"
  })
  void readsTimesInEveryNotation(String seconds, long millis) {
    String record = TIME_TO_LIVE.replace("1464805279}", seconds + "}");

    assertThat(parse("{\"Records\":[" + record + "]}").change(0).approximateCreationTime())
        .isEqualTo(millis);
  }

  @Test
  void aRecordWithoutATimeHasNone() {
    String record =
        TIME_TO_LIVE.replace("\"ApproximateCreationDateTime\":1464805279", "\"Other\":[{}]");

    assertThat(parse("{\"Records\":[" + record + "]}").change(0).approximateCreationTime())
        .isEqualTo(Change.NO_TIME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1E999999999", "1E-999999999", "1.2.3", "true", "9223372036854775807"})
  void refusesTimesThatAreNone(String seconds) {
    String record = TIME_TO_LIVE.replace("1464805279}", seconds + "}");

    assertThatThrownBy(() -> parse("{\"Records\":[" + record + "]}"))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("ApproximateCreationDateTime");
  }

  @ParameterizedTest
  @ValueSource(strings = {"eventName", "SequenceNumber", "Keys"})
  void refusesARecordThatLacksWhatItMustHave(String member) {
    String record = MODIFY.replace("\"" + member + "\"", "\"other\"");

    assertThatThrownBy(() -> parse("{\"Records\":[" + record + "]}"))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("has no " + member);
  }

  @Test
  void refusesAnUnknownEventName() {
    assertThatThrownBy(() -> parse("{\"Records\":[" + MODIFY.replace("MODIFY", "MERGE") + "]}"))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("eventName");
  }

  @Test
  void aPageThatWasCutAnywhereIsRefused() {
    byte[] page =
        ("{\"NextShardIterator\":\"x\",\"Records\":[" + MODIFY + "," + TIME_TO_LIVE + "]}")
            .getBytes(StandardCharsets.UTF_8);

    for (int length = 0; length < page.length; length++) {
      byte[] cut = Arrays.copyOf(page, length);
      assertThatThrownBy(() -> StreamRecords.parse(cut, cut.length))
          .isInstanceOf(MalformedJsonException.class);
    }
    assertThat(StreamRecords.parse(page, page.length).size()).isEqualTo(2);
  }
}
