package dev.nightjar.mirror.row;

import static dev.nightjar.mirror.row.TypeCase.type;

import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dates and times: from ISO 8601 and from numbers since 1970, at their limits. */
@ExtendWith(EmbeddedEngine.class)
class TimeColumnsTest {
  private static final String TOO_LARGE = "out of the column type's range";
  private static final String NO_TIME = "not a time in ISO 8601";

  static Stream<TypeCase> dates() {
    return Stream.of(
        type("Date", "1970-01-01", "S", "N")
            .holdsText("1970-01-01", "1970-01-01")
            .holdsText("2149-06-06", "2149-06-06")
            .holdsText("2024-02-29", "2024-02-29")
            .holdsText("20240725", "2024-07-25")
            .holdsText("2024-07-25T10:46:37.380Z", "2024-07-25")
            .holdsText("2024-07-25T23:30:00-05:00", "2024-07-26")
            .holdsText("2024-07-25 23:30", "2024-07-25")
            .holdsText("1721904397", "2024-07-25")
            .holdsText("1721904397380", "2024-07-25")
            .holdsNumber("0", "1970-01-01")
            .holdsNumber("65535", "2149-06-06")
            .holdsNumber("1E+2", "1970-04-11")
            .holdsNumber("10.0", "1970-01-11")
            .holdsNumber("1721904397", "2024-07-25")
            .holdsNumber("1721904397.38", "2024-07-25")
            .holdsNumber("1721904397380", "2024-07-25")
            .refusesText("1969-12-31", TOO_LARGE)
            .refusesText("2149-06-07", TOO_LARGE)
            .refusesText("2023-02-29", NO_TIME)
            .refusesText("25.07.2024", NO_TIME)
            .refusesText("", NO_TIME)
            .refusesText("19929", NO_TIME)
            .refusesNumber("65536", TOO_LARGE)
            .refusesNumber("-1", TOO_LARGE)
            .refusesNumber("19929.5", "not whole"),
        type("Date32", "1970-01-01", "S", "N")
            .holdsText("1900-01-01", "1900-01-01")
            .holdsText("2299-12-31", "2299-12-31")
            .holdsNumber("-25567", "1900-01-01")
            .holdsNumber("120529", "2299-12-31")
            .refusesText("1899-12-31", TOO_LARGE)
            .refusesText("2300-01-01", TOO_LARGE)
            .refusesNumber("-25568", TOO_LARGE),
        type("Nullable(Date)", "\\N", "S", "N")
            .holdsText("2024-07-25", "2024-07-25")
            .refusesText("2024-13-01", NO_TIME));
  }

  static Stream<TypeCase> times() {
    return Stream.of(
        type("DateTime('UTC')", "1970-01-01 00:00:00", "S", "N")
            .holdsText("2024-07-25T10:46:37.999Z", "2024-07-25 10:46:37")
            .holdsText("2024-07-25", "2024-07-25 00:00:00")
            .holdsText("2024-07-25T10:46", "2024-07-25 10:46:00")
            .holdsText("2024-07-25t10:46:37z", "2024-07-25 10:46:37")
            .holdsText("20240725T104637Z", "2024-07-25 10:46:37")
            .holdsText("20240725T1046+0200", "2024-07-25 08:46:00")
            .holdsText("2024-07-25T10:46:37+05:30", "2024-07-25 05:16:37")
            .holdsText("2024-07-25T10:46:37-02", "2024-07-25 12:46:37")
            .holdsText("1970-01-01T00:00:00Z", "1970-01-01 00:00:00")
            .holdsText("2106-02-07T06:28:15Z", "2106-02-07 06:28:15")
            .holdsNumber("0", "1970-01-01 00:00:00")
            .holdsNumber("4294967295", "2106-02-07 06:28:15")
            .holdsNumber("1721904397.9", "2024-07-25 10:46:37")
            .holdsText("1721904397", "2024-07-25 10:46:37")
            .holdsText("1721904397.25", "2024-07-25 10:46:37")
            .refusesText("2106-02-07T06:28:16Z", TOO_LARGE)
            .refusesText("1969-12-31T23:59:59Z", TOO_LARGE)
            .refusesNumber("4294967296", TOO_LARGE)
            .refusesNumber("-1", TOO_LARGE)
            .refusesNumber("9.99E+125", TOO_LARGE)
            .refusesText("yesterday", NO_TIME)
            .refusesText("2024-02-30", NO_TIME)
            .refusesText("2024-07-25T24:00:00Z", NO_TIME)
            .refusesText("2024-07-25T10:60:00Z", NO_TIME)
            .refusesText("2024-07-25T10:46:60Z", NO_TIME)
            .refusesText("2024-07-25T10:46:37+19:00", NO_TIME)
            .refusesText("2024-07-25T10:46:37 Z", NO_TIME)
            .refusesText("2024-07-25T10:46:37.Z", NO_TIME)
            .refusesText("172190439", NO_TIME)
            .refusesText("17219043970", NO_TIME),
        type("DateTime", "1970-01-01 00:00:00", "S", "N"),
        type("DateTime('America/New_York')", "1969-12-31 19:00:00", "S", "N")
            .holdsText("2024-07-25T10:46:37", "2024-07-25 10:46:37")
            .holdsText("2024-07-25T10:46:37Z", "2024-07-25 06:46:37")
            .holdsNumber("1721904397", "2024-07-25 06:46:37"),
        type("DateTime64(0, 'UTC')", "1970-01-01 00:00:00", "S", "N")
            .holdsText("1900-01-01T00:00:00Z", "1900-01-01 00:00:00")
            .holdsText("2299-12-31T23:59:59Z", "2299-12-31 23:59:59")
            .refusesText("2300-01-01T00:00:00Z", TOO_LARGE)
            .refusesText("1899-12-31T23:59:59Z", TOO_LARGE),
        type("DateTime64(3, 'UTC')", "1970-01-01 00:00:00.000", "S", "N")
            .holdsText("2024-07-25T10:46:37.380Z", "2024-07-25 10:46:37.380")
            .holdsText("2024-07-25 12:46:37.38+02:00", "2024-07-25 10:46:37.380")
            .holdsText("2024-07-25T10:46:37,3809Z", "2024-07-25 10:46:37.380")
            .holdsText("1721904397380", "2024-07-25 10:46:37.380")
            .holdsText("1721904397380123", "2024-07-25 10:46:37.380")
            .holdsText("1721904397380123456", "2024-07-25 10:46:37.380")
            .holdsText("9999999999999999999", "2286-11-20 17:46:39.999")
            .holdsNumber("1721904397380", "2024-07-25 10:46:37.380")
            .holdsNumber("1721904397380123", "2024-07-25 10:46:37.380")
            .holdsNumber("1721904397380123456", "2024-07-25 10:46:37.380")
            .holdsNumber("1721904397380.5", "2024-07-25 10:46:37.380")
            .holdsNumber("-0.001", "1969-12-31 23:59:59.999")
            .holdsNumber("-2208988800", "1900-01-01 00:00:00.000")
            .holdsNumber("10413791999.999", "2299-12-31 23:59:59.999")
            .refusesNumber("10413792000", TOO_LARGE)
            .refusesNumber("-2208988801", TOO_LARGE),
        type("DateTime(3, 'UTC')", "1970-01-01 00:00:00.000", "S", "N")
            .holdsText("2024-07-25T10:46:37.38Z", "2024-07-25 10:46:37.380"),
        type("DateTime64(3, 'Europe/Berlin')", "1970-01-01 01:00:00.000", "S", "N")
            .holdsText("2024-07-25T12:46:37", "2024-07-25 12:46:37.000")
            .holdsText("2024-07-25T12:46:37Z", "2024-07-25 14:46:37.000"),
        type("DateTime64(6, 'UTC')", "1970-01-01 00:00:00.000000", "S", "N")
            .holdsNumber("1721904397.380001", "2024-07-25 10:46:37.380001"),
        type("DateTime64(9, 'UTC')", "1970-01-01 00:00:00.000000000", "S", "N")
            .holdsText("2024-07-25T10:46:37.123456789Z", "2024-07-25 10:46:37.123456789")
            .holdsText("1721904397.1234567891", "2024-07-25 10:46:37.123456789")
            .refusesText("1721904397.12345678901x", NO_TIME)
            .holdsText("2262-04-11T23:47:16.854775807Z", "2262-04-11 23:47:16.854775807")
            .holdsText("1900-01-01T00:00:00Z", "1900-01-01 00:00:00.000000000")
            .refusesText("2262-04-11T23:47:16.854775808Z", TOO_LARGE)
            .refusesText("2299-12-31T23:59:59Z", TOO_LARGE),
        type("Nullable(DateTime64(3, 'UTC'))", "\\N", "S", "N")
            .holdsText("2024-07-25T10:46:37.380Z", "2024-07-25 10:46:37.380")
            .refusesText("now", NO_TIME));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"dates", "times"})
  void aColumnHoldsTheTimesThatFit(TypeCase type, TestDatabase database) {
    TypeCaseCheck.check(type, database);
  }
}
