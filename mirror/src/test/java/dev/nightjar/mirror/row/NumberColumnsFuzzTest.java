package dev.nightjar.mirror.row;

import static dev.nightjar.mirror.row.DatasourceBuilder.datasource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.block.BlockBuilder;
import dev.nightjar.dynamodb.change.ExportLine;
import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.dynamodb.table.KeyAttribute.Role;
import dev.nightjar.dynamodb.table.KeyAttribute.ScalarType;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * What numbers become in typed columns, beside {@link BigDecimal} and Java's own parsing. Longer:
 * {@code -Dtest=NumberColumnsFuzzTest -Dnightjar.fuzz.items=1000000 -Dnightjar.fuzz.seed=2}.
 */
class NumberColumnsFuzzTest {
  private static final int ITEMS = Integer.getInteger("nightjar.fuzz.items", 5_000);
  private static final long SEED = Long.getLong("nightjar.fuzz.seed", 1);
  private static final int ITEMS_OF_A_BLOCK = 500;

  /** Bytes of a value and what a number is there, as a whole number; null where it does not fit. */
  private record Expected(int width, Function<BigDecimal, BigInteger> value) {}

  private static final Map<String, Expected> TYPES =
      Map.of(
          "Int8", integer(8, true),
          "UInt8", integer(8, false),
          "Int32", integer(32, true),
          "Int64", integer(64, true),
          "UInt64", integer(64, false),
          "Int128", integer(128, true),
          "Decimal(18, 4)", decimal(8, 18, 4),
          "Decimal(38, 10)", decimal(16, 38, 10),
          "Float32", new Expected(4, NumberColumnsFuzzTest::singleBits),
          "Float64", new Expected(8, NumberColumnsFuzzTest::doubleBits));

  private final Random random = new Random(SEED);

  @Test
  void aNumberIsTheSameInAColumnOrIsNotThere() {
    for (Map.Entry<String, Expected> type : TYPES.entrySet()) {
      RowEncoder encoder = encoder(type.getKey());
      BlockBuilder rows = encoder.rows();
      for (int done = 0; done < ITEMS; done += ITEMS_OF_A_BLOCK) {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < ITEMS_OF_A_BLOCK; i++) {
          numbers.add(number());
        }
        assertThat(firstColumn(encode(encoder, rows, numbers), type.getValue().width()))
            .as(type.getKey())
            .containsExactlyElementsOf(
                numbers.stream().map(number -> text(number, type.getValue())).toList());
      }
    }
  }

  private static RowEncoder encoder(String type) {
    var file =
        datasource()
            .column("n", "Nullable(" + type + ")", "$.Item.n")
            .column("pk", "String", "$.Item.pk")
            .build();
    var keys = List.of(new KeyAttribute("pk", Role.HASH, ScalarType.S));
    return switch (MirroredSchema.of(file, keys)) {
      case SchemaReading.Compiled compiled -> RowEncoder.of(compiled.schema());
      case SchemaReading.Refused refused -> throw new AssertionError(refused.problems());
    };
  }

  private static byte[] encode(RowEncoder encoder, BlockBuilder rows, List<String> numbers) {
    BlockBuilder misfits = encoder.quarantine();
    rows.clear();
    ExportLine reader = new ExportLine(0);
    for (String number : numbers) {
      String item = "{\"Item\":{\"pk\":{\"S\":\"a\"},\"n\":{\"N\":\"" + number + "\"}}}";
      byte[] line = item.getBytes(StandardCharsets.UTF_8);
      encoder.append(reader.parse(line, 0, line.length), 1, 0, rows, misfits);
    }
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    rows.finish().writeTo(block::write);
    return block.toByteArray();
  }

  /** The values of a block's first column, which is Nullable, as texts with their number. */
  private static List<String> firstColumn(byte[] block, int width) {
    // one byte: how many columns; two: how many rows; then name and type behind their lengths
    int at = 3;
    at += 1 + block[at];
    at += 1 + block[at];
    int values = at + ITEMS_OF_A_BLOCK;
    List<String> found = new ArrayList<>();
    for (int row = 0; row < ITEMS_OF_A_BLOCK; row++) {
      int start = values + row * width;
      boolean isNull = block[at + row] != 0;
      found.add(isNull ? "none" : number(Arrays.copyOfRange(block, start, start + width)));
    }
    return found;
  }

  private static String number(byte[] littleEndian) {
    byte[] bytes = new byte[littleEndian.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = littleEndian[bytes.length - 1 - i];
    }
    return new BigInteger(bytes).toString();
  }

  /** As {@link #firstColumn} has it: as if all values were signed. */
  private static String text(String number, Expected type) {
    BigInteger value = type.value().apply(new BigDecimal(number));
    if (value == null) {
      return "none";
    }
    BigInteger beyond = BigInteger.TWO.pow(8 * type.width());
    BigInteger unsigned = value.mod(beyond);
    return unsigned.testBit(8 * type.width() - 1)
        ? unsigned.subtract(beyond).toString()
        : unsigned.toString();
  }

  private static Expected integer(int bits, boolean signed) {
    BigInteger beyond = BigInteger.TWO.pow(signed ? bits - 1 : bits);
    BigInteger least = signed ? beyond.negate() : BigInteger.ZERO;
    return new Expected(
        bits / 8,
        number -> {
          boolean whole = number.stripTrailingZeros().scale() <= 0;
          boolean fits =
              whole
                  && number.compareTo(new BigDecimal(least)) >= 0
                  && number.compareTo(new BigDecimal(beyond)) < 0;
          return fits ? number.toBigIntegerExact() : null;
        });
  }

  private static Expected decimal(int width, int precision, int scale) {
    BigInteger beyond = BigInteger.TEN.pow(precision);
    return new Expected(
        width,
        number -> {
          BigDecimal shifted = number.scaleByPowerOfTen(scale).stripTrailingZeros();
          boolean fits =
              shifted.scale() <= 0 && shifted.abs().compareTo(new BigDecimal(beyond)) < 0;
          return fits ? shifted.toBigIntegerExact() : null;
        });
  }

  private static BigInteger singleBits(BigDecimal number) {
    float nearest = Float.parseFloat(number.toString());
    return Float.isInfinite(nearest) ? null : BigInteger.valueOf(Float.floatToRawIntBits(nearest));
  }

  private static BigInteger doubleBits(BigDecimal number) {
    return BigInteger.valueOf(Double.doubleToRawLongBits(Double.parseDouble(number.toString())));
  }

  /** One that DynamoDB may send: short and long ones, with and without a point, at the ends. */
  private String number() {
    String digits = new BigInteger(1 + random.nextInt(126), random).toString();
    String number =
        switch (random.nextInt(6)) {
          case 0 -> Integer.toString(random.nextInt(1000));
          case 1 -> digits.substring(0, Math.min(digits.length(), 19));
          case 2 -> pointed(digits.substring(0, Math.min(digits.length(), 19)));
          case 3 -> pointed(digits);
          case 4 -> digits + "E" + (random.nextInt(160) - 120);
          default ->
              BigInteger.TWO
                  .pow(List.of(7, 8, 24, 31, 53, 63, 64, 126).get(random.nextInt(8)))
                  .add(BigInteger.valueOf(random.nextInt(3) - 1))
                  .toString();
        };
    boolean zero = new BigDecimal(number).signum() == 0;
    return zero || random.nextBoolean() ? number : "-" + number;
  }

  private String pointed(String digits) {
    int point = random.nextInt(digits.length());
    return (point == 0 ? "0" : digits.substring(0, point)) + "." + digits.substring(point);
  }
}
