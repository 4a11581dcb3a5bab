package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.block.Column;
import dev.nightjar.clickhouse.block.FixedColumn;
import dev.nightjar.dynamodb.item.AttributeReader;
import dev.nightjar.dynamodb.item.AttributeType;

/**
 * S into IPv4 and IPv6. An IPv4 address in an IPv6 column is {@code ::ffff:a.b.c.d}; a key must be
 * in the form that the column converts back to.
 */
final class IpWriter implements TextWriter {
  private static final int V6_BYTES = 16;

  private final boolean v6;
  private final boolean key;
  private final IpAddress address = new IpAddress();

  IpWriter(boolean v6, boolean key) {
    this.v6 = v6;
    this.key = key;
  }

  @Override
  public Fit write(AttributeReader item, int node, Column column) {
    if (item.type(node) != AttributeType.S) {
      return Fit.OTHER_TYPE;
    }
    return writeText(item.valueBuffer(node), item.valueStart(node), item.valueEnd(node), column);
  }

  @Override
  public Fit writeText(byte[] text, int start, int end, Column column) {
    FixedColumn addresses = (FixedColumn) column;
    if (!v6) {
      if (!address.parseV4(text, start, end)) {
        return Fit.NOT_AN_ADDRESS;
      }
      addresses.append(address.v4());
      return Fit.FITS;
    }
    if (address.parseV4(text, start, end)) {
      address.mapV4();
    } else if (!address.parseV6(text, start, end)) {
      return Fit.NOT_AN_ADDRESS;
    }
    if (key && !address.isCanonicalV6(text, start, end)) {
      return Fit.NOT_REVERSIBLE;
    }
    addresses.append(address.v6(), 0, V6_BYTES);
    return Fit.FITS;
  }
}
