package dev.nightjar.mirror.row;

import static dev.nightjar.mirror.row.DatasourceBuilder.datasource;
import static dev.nightjar.mirror.row.TypeCase.type;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.dynamodb.table.KeyAttribute.Role;
import dev.nightjar.dynamodb.table.KeyAttribute.ScalarType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type of a column: what it holds, its limits, and what goes to quarantine instead. */
@ExtendWith(EmbeddedEngine.class)
class ColumnTypesTest {
  private static final String TOO_LARGE = "out of the column type's range";
  private static final String TOO_PRECISE = "more digits behind the point";

  static Stream<TypeCase> texts() {
    return Stream.of(
        type("String", "", "S", "N", "B", "BOOL", "M", "L", "SS", "NS", "BS")
            .holdsText("a\\u00e9\\ud83d\\ude00", "aé😀")
            .holdsText("", "")
            .holdsNumbers("1.50", "12345678901234567890123456789012345678")
            .holds("{'B':'AAE='}", "AAE=")
            .holds("{'BOOL':false}", "false")
            .holds("{'M':{'b':{'L':[{'NULL':true}]},'a':{'N':'1'}}}", "{\"a\":1,\"b\":[null]}")
            .holds("{'L':[]}", "[]")
            .holds("{'SS':['b','a']}", "[\"a\",\"b\"]")
            .holds("{'NS':['10','9']}", "[9,10]")
            .holds("{'BS':['Yg==','YQ==']}", "[\"YQ==\",\"Yg==\"]"),
        type("FixedString(4)", "\0\0\0\0", "S", "N", "B")
            .holdsText("abcd", "abcd")
            .holdsText("ab", "ab\0\0")
            .holdsText("😀", "😀")
            .holdsNumbers("-1.5")
            .holds("{'B':'AAE='}", "AAE=")
            .refusesText("abcde", "longer than the column's type")
            .refusesText("😀a", "longer than the column's type")
            .refuses("{'B':'AAECAw=='}", "longer than the column's type"),
        type("LowCardinality(String)", "", "S", "N", "B", "BOOL", "M", "L", "SS", "NS", "BS")
            .holdsText("low", "low")
            .holdsNumbers("5"),
        type(
                "LowCardinality(Nullable(String))",
                "\\N",
                "S",
                "N",
                "B",
                "BOOL",
                "M",
                "L",
                "SS",
                "NS",
                "BS")
            .holdsText("low", "low"),
        type("LowCardinality(FixedString(2))", "\0\0", "S", "N", "B")
            .holdsText("ab", "ab")
            .refusesText("abc", "longer"),
        type("Nullable(FixedString(2))", "\\N", "S", "N", "B")
            .holdsText("ab", "ab")
            .refusesText("abc", "longer"),
        type("UUID", "00000000-0000-0000-0000-000000000000", "S")
            .holdsText(
                "399361d5-10fc-4777-8187-88aaa4623569", "399361d5-10fc-4777-8187-88aaa4623569")
            .holdsText(
                "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF", "ffffffff-ffff-ffff-ffff-ffffffffffff")
            .holdsText("399361d510fc4777818788aaa4623569", "399361d5-10fc-4777-8187-88aaa4623569")
            .refusesText("399361d5-10fc-4777-8187-88aaa462356", "not a UUID")
            .refusesText("399361d5-10fc-4777-8187-88aaa462356g", "not a UUID")
            .refusesText("399361d5+10fc-4777-8187-88aaa4623569", "not a UUID")
            .refusesText("text", "not a UUID"),
        type("LowCardinality(UUID)", "00000000-0000-0000-0000-000000000000", "S")
            .holdsText(
                "399361d5-10fc-4777-8187-88aaa4623569", "399361d5-10fc-4777-8187-88aaa4623569"),
        type("Enum8('a' = -128, 'it\\'s' = 0, '😀' = 127)", "a", "S")
            .holdsText("a", "a")
            .holdsText("it\\u0027s", "it's")
            .holdsText("😀", "😀")
            .refusesText("b", "not among the Enum's names")
            .refusesText("A", "not among the Enum's names")
            .refusesText("", "not among the Enum's names"),
        type("Enum8('tick`s' = 1, 'back\\\\slash' = 2, 'a\\nb' = 3)", "tick`s", "S")
            .holdsText("back\\\\slash", "back\\slash")
            .holdsText("tick`s", "tick`s"),
        type("Enum('open', 'closed')", "open", "S").holdsText("closed", "closed"),
        type("Enum16('x' = 300, 'y' = 32767, 'z' = -32768)", "z", "S")
            .holdsText("x", "x")
            .holdsText("y", "y"),
        type("Nullable(Enum8('a' = 5))", "\\N", "S").holdsText("a", "a"),
        type("IPv4", "0.0.0.0", "S")
            .holdsText("192.0.2.1", "192.0.2.1")
            .holdsText("255.255.255.255", "255.255.255.255")
            .refusesText("256.0.0.1", "not an IP address")
            .refusesText("1.2.3", "not an IP address")
            .refusesText("1.2.3.04", "not an IP address")
            .refusesText("1.2.3.4 ", "not an IP address")
            .refusesText("::1", "not an IP address"),
        type("IPv6", "::", "S")
            .holdsText("2001:db8::1", "2001:db8::1")
            .holdsText("2001:0DB8:0:0:0:0:0:1", "2001:db8::1")
            .holdsText("::", "::")
            .holdsText("1::", "1::")
            .holdsText("::1", "::1")
            .holdsText("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8")
            .holdsText("1:2:3:4:5:6:0:8", "1:2:3:4:5:6:0:8")
            .holdsText("::ffff:1.2.3.4", "::ffff:1.2.3.4")
            .holdsText("64:ff9b::1.2.3.4", "64:ff9b::102:304")
            .holdsText("192.0.2.1", "::ffff:192.0.2.1")
            .refusesText("1:2:3:4:5:6:7", "not an IP address")
            .refusesText("1:2:3:4:5:6:7:8:9", "not an IP address")
            .refusesText("1::2::3", "not an IP address")
            .refusesText("12345::", "not an IP address")
            .refusesText(":1", "not an IP address")
            .refusesText("1:", "not an IP address")
            .refusesText("::1%eth0", "not an IP address")
            .refusesText("", "not an IP address"));
  }

  static Stream<TypeCase> numbers() {
    List<TypeCase> cases = new ArrayList<>();
    for (int bits = 8; bits <= 256; bits *= 2) {
      BigInteger half = BigInteger.TWO.pow(bits - 1);
      BigInteger one = BigInteger.ONE;
      cases.add(
          type("Int" + bits, "0", "N")
              .holdsNumbers("0", "-1", half.negate().toString(), half.subtract(one).toString())
              .holdsNumber("1E+2", "100")
              .refusesNumber(half.toString(), TOO_LARGE)
              .refusesNumber(half.negate().subtract(one).toString(), TOO_LARGE)
              .refusesNumber("1.5", "not whole"));
      TypeCase unsigned =
          bits == 8 ? type("UInt8", "0", "N", "BOOL") : type("UInt" + bits, "0", "N");
      cases.add(
          unsigned
              .holdsNumbers("0", half.shiftLeft(1).subtract(one).toString())
              .refusesNumber("-1", TOO_LARGE)
              .refusesNumber(half.shiftLeft(1).toString(), TOO_LARGE)
              .refusesNumber("0.5", "not whole"));
    }
    cases.addAll(
        List.of(
            type("UInt8", "0", "N", "BOOL").holds("{'BOOL':true}", "1"),
            type("Bool", "false", "BOOL")
                .holds("{'BOOL':true}", "true")
                .holds("{'BOOL':false}", "false"),
            type("Nullable(Bool)", "\\N", "BOOL").holds("{'BOOL':false}", "false"),
            type("Nullable(UInt64)", "\\N", "N").holdsNumbers("18446744073709551615"),
            type("Float64", "0", "N")
                .holdsNumbers("0.1", "-1.5", "1234567.0009765625")
                .holdsNumber("9007199254740993", "9007199254740992")
                .holdsNumber("1E-130", "1e-130")
                .holdsNumber("9.9999999999999999999999999999999999999E+125", "1e126"),
            type("Float32", "0", "N")
                .holdsNumbers("1.5", "0.1")
                .holdsNumber("16777217", "16777216")
                .holdsNumber("340282346638528859811704183484516925440", "3.4028235e38")
                .refusesNumber("1E+39", TOO_LARGE),
            type("Decimal(9, 2)", "0", "N")
                .holdsNumbers("9999999.99", "-9999999.99", "0.01", "5")
                .holdsNumber("1.50", "1.5")
                .holdsNumber("1.000", "1")
                .holdsNumber("1E+6", "1000000")
                .refusesNumber("10000000", TOO_LARGE)
                .refusesNumber("1E+7", TOO_LARGE)
                .refusesNumber("0.001", TOO_PRECISE)
                .refusesNumber("1E-3", TOO_PRECISE),
            type("Decimal(18, 18)", "0", "N")
                .holdsNumbers("0.999999999999999999", "-0.000000000000000001")
                .refusesNumber("1", TOO_LARGE)
                .refusesNumber("0.0000000000000000001", TOO_PRECISE),
            type("Decimal(38, 10)", "0", "N")
                .holdsNumbers(
                    "9999999999999999999999999999.9999999999",
                    "-9999999999999999999999999999.9999999999",
                    "123.456",
                    "-1234567890123456")
                .refusesNumber("10000000000000000000000000000", TOO_LARGE)
                .refusesNumber("0.00000000001", TOO_PRECISE),
            type("Decimal(38, 30)", "0", "N")
                .holdsNumbers("12345678.5", "-99999999")
                .refusesNumber("100000000", TOO_LARGE),
            type("Decimal(76, 0)", "0", "N")
                .holdsNumbers("12345678901234567890123456789012345678", "-5")
                .holdsNumber("1E+75", "1" + "0".repeat(75))
                .refusesNumber("1E+76", TOO_LARGE)
                .refusesNumber("0.1", TOO_PRECISE),
            type("Decimal(76, 76)", "0", "N")
                .holdsNumber("1E-76", "0." + "0".repeat(75) + "1")
                .holdsNumbers("-0.5")
                .refusesNumber("1", TOO_LARGE),
            type("Decimal", "0", "N")
                .holdsNumbers("9999999999")
                .refusesNumber("10000000000", TOO_LARGE),
            type("Decimal32(4)", "0", "N").holdsNumbers("12345.6789"),
            type("Decimal64(0)", "0", "N").holdsNumbers("999999999999999999"),
            type("Decimal128(37)", "0", "N").holdsNumbers("-9.5"),
            type("Decimal256(2)", "0", "N").holdsNumbers("1.25"),
            type("Nullable(Decimal(5, 1))", "\\N", "N")
                .holdsNumbers("1.5")
                .refusesNumber("1.55", TOO_PRECISE)));
    return cases.stream();
  }

  static Stream<TypeCase> composites() {
    return Stream.of(
        type("Array(String)", "[]", "L", "SS", "NS", "BS")
            .holds("{'SS':['b','a']}", "['a','b']")
            .holds("{'L':[{'S':'x'},{'M':{'a':{'N':'1'}}}]}", "['x','{\"a\":1}']")
            .holds("{'L':[]}", "[]")
            .holds("{'BS':['Yg==','YQ==']}", "['YQ==','Yg==']")
            .refuses("{'L':[{'S':'x'},{'NULL':true}]}", "its DynamoDB type"),
        type("Array(Int32)", "[]", "L", "NS")
            .holds("{'NS':['10','9']}", "[9,10]")
            .refuses("{'L':[{'N':'1'},{'N':'2147483648'}]}", TOO_LARGE)
            .refuses("{'L':[{'N':'1'},{'S':'2'}]}", "its DynamoDB type"),
        type("Array(Nullable(Int8))", "[]", "L", "NS")
            .holds("{'L':[{'N':'1'},{'NULL':true}]}", "[1,NULL]"),
        type("Array(LowCardinality(String))", "[]", "L", "SS", "NS", "BS")
            .holds("{'L':[{'S':'x'},{'S':'x'}]}", "['x','x']"),
        type("Array(Array(UInt8))", "[]", "L")
            .holds("{'L':[{'L':[{'N':'1'}]},{'L':[]},{'NS':['3','2']}]}", "[[1],[],[2,3]]")
            .refuses("{'L':[{'L':[{'N':'256'}]}]}", TOO_LARGE),
        type("Array(Decimal(5, 2))", "[]", "L", "NS")
            .holds("{'NS':['1.5','-2.25']}", "[-2.25,1.5]"),
        type("Array(DateTime64(3, 'UTC'))", "[]", "L", "NS", "SS")
            .holds("{'SS':['2024-07-25T10:46:37.38Z']}", "['2024-07-25 10:46:37.380']"),
        type("Array(Enum8('a' = 1, 'b' = 2))", "[]", "L", "SS")
            .holds("{'L':[{'S':'b'}]}", "['b']")
            .refuses("{'SS':['a','c']}", "not among the Enum's names"),
        type("Array(Tuple(name String, n Nullable(Int64)))", "[]", "L")
            .holds(
                "{'L':[{'M':{'name':{'S':'x'},'n':{'N':'1'},'more':{'S':'y'}}},{'M':{}}]}",
                "[('x',1),('',NULL)]"),
        type("Array(JSON)", "[]", "L").holds("{'L':[{'M':{'a':{'N':'1'}}}]}", "['{\"a\":1}']"),
        type("Map(String, Int64)", "{}", "M")
            .holds("{'M':{'b':{'N':'2'},'a':{'N':'-1'}}}", "{'a':-1,'b':2}")
            .holds("{'M':{}}", "{}")
            .refuses("{'M':{'a':{'S':'x'}}}", "its DynamoDB type")
            .refuses("{'M':{'a':{'NULL':true}}}", "its DynamoDB type"),
        type("Map(LowCardinality(String), Nullable(String))", "{}", "M")
            .holds("{'M':{'a':{'NULL':true},'b':{'L':[{'N':'1'}]}}}", "{'a':NULL,'b':'[1]'}"),
        type("Map(UInt16, String)", "{}", "M")
            .holds("{'M':{'10':{'S':'x'},'9':{'S':'y'}}}", "{10:'x',9:'y'}")
            .refuses("{'M':{'a':{'S':'x'}}}", "not a key of the column's Map")
            .refuses("{'M':{'01':{'S':'x'}}}", "not a key of the column's Map")
            .refuses("{'M':{'65536':{'S':'x'}}}", "not a key of the column's Map"),
        type("Map(UUID, Bool)", "{}", "M")
            .holds(
                "{'M':{'399361d5-10fc-4777-8187-88aaa4623569':{'BOOL':true}}}",
                "{'399361d5-10fc-4777-8187-88aaa4623569':true}"),
        type("Map(Date, Map(String, Array(UInt8)))", "{}", "M")
            .holds(
                "{'M':{'2024-07-25':{'M':{'x':{'NS':['2','1']}}}}}", "{'2024-07-25':{'x':[1,2]}}")
            .refuses("{'M':{'25.7.2024':{'M':{}}}}", "not a key of the column's Map"),
        type("Map(Enum8('a' = 1), FixedString(1))", "{}", "M")
            .holds("{'M':{'a':{'S':'x'}}}", "{'a':'x'}")
            .refuses("{'M':{'b':{'S':'x'}}}", "not a key of the column's Map"),
        type("Tuple(lat Float64, `of day` LowCardinality(String))", "(0,'')", "M", "L")
            .holds("{'M':{'lat':{'N':'1.5'},'of day':{'S':'am'}}}", "(1.5,'am')")
            .holds("{'M':{'lat':{'N':'1.5'},'other':{'S':'am'}}}", "(1.5,'')")
            .holds("{'L':[{'N':'2'},{'S':'pm'}]}", "(2,'pm')")
            .refuses("{'M':{'lat':{'S':'x'}}}", "its DynamoDB type")
            .refuses("{'L':[{'N':'2'}]}", "not as many elements"),
        type("Tuple(Int8, Enum8('a' = 5))", "(0,'a')", "L")
            .holds("{'L':[{'N':'2'},{'NULL':true}]}", "(2,'a')")
            .refuses("{'L':[{'N':'2'},{'S':'a'},{'S':'a'}]}", "not as many elements"),
        type("JSON", "{}", "M")
            .holds(
                "{'M':{'b':{'N':'12345678901234567890'},'a':{'M':{'x':{'BOOL':true}}},'n':{'NULL':true}}}",
                "{\"a\":{\"x\":true},\"b\":12345678901234567890}")
            .holds("{'M':{'a.b':{'N':'1'},'a':{'M':{'c':{'N':'2'}}}}}", "{\"a\":{\"b\":1,\"c\":2}}")
            .holds(
                "{'M':{'n':{'N':'1E+30'},'s':{'S':'\\u0000😀'}}}",
                "{\"n\":1e30,\"s\":\"\\u0000😀\"}")
            .refuses(
                "{'M':{'a.b':{'N':'1'},'a':{'M':{'b':{'N':'2'}}}}}",
                "have one path in a JSON column")
            .refuses(
                "{'M':{'l':{'L':[{'M':{'a.b':{'N':'1'},'a':{'M':{'b':{'N':'2'}}}}}]}}}",
                "have one path in a JSON column")
            .holds("{'M':{'a':{'N':'1E+400'},'a':{'N':'1'}}}", "{\"a\":1}")
            .holds(
                "{'M':{'b':{'N':'x'},'a.c':{'N':'1'},'b':{'N':'2'}}}", "{\"a\":{\"c\":1},\"b\":2}")
            .refuses("{'M':{'a':{'N':'1E+400'}}}", TOO_LARGE)
            .refuses("{'M':{'a':{'N':'0x10'}}}", "a number that is none"),
        type("JSON(max_dynamic_paths = 2, SKIP secret)", "{}", "M")
            .holds("{'M':{'secret':{'S':'x'},'a':{'N':'1'}}}", "{\"a\":1}"),
        type("Nullable(JSON)", "\\N", "M").holds("{'M':{}}", "{}"),
        type("Map(String, JSON)", "{}", "M")
            .holds("{'M':{'k':{'M':{'a':{'N':'1'}}}}}", "{'k':'{\"a\":1}'}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"texts", "numbers", "composites"})
  void aColumnHoldsWhatFitsAndTheQuarantineTheRest(TypeCase type, TestDatabase database) {
    TypeCaseCheck.check(type, database);
  }

  @Test
  void halfAPairOfSurrogatesIsKeptInTextAndNotInJson(TestDatabase database) {
    MirroredRows mirrored =
        new MirroredRows(
            database,
            datasource().column("pk", "String", "$.Item.pk").column("v", "JSON", "$.Item.v"),
            List.of(new KeyAttribute("pk", Role.HASH, ScalarType.S)));

    assertThat(mirrored.export("{\"pk\":{\"S\":\"a\"},\"v\":{\"M\":{\"a\":{\"S\":\"\\ud800\"}}}}"))
        .isEqualTo(Outcome.ROW_WITH_MISFITS);
    mirrored.insert();

    assertThat(mirrored.select("v, _record"))
        .isEqualTo("{}\t{\"pk\":\"a\",\"v\":{\"a\":\"\\ud800\"}}");
    assertThat(mirrored.quarantined("c__error[1]")).contains("not UTF-8");
  }
}
