package dev.nightjar.proving.world.script;

/**
 * The primary key of an item.
 *
 * @param pk its partition key, a string
 * @param sk its sort key, the text of a number; the mirrored column is a UInt32, which not all fit
 */
public record ItemKey(String pk, String sk) implements Comparable<ItemKey> {

  /** Whether the mirrored key column can hold it. */
  public boolean fits() {
    return sk.chars().allMatch(Character::isDigit);
  }

  @Override
  public int compareTo(ItemKey other) {
    int byPk = pk.compareTo(other.pk);
    return byPk != 0 ? byPk : sk.compareTo(other.sk);
  }

  @Override
  public String toString() {
    return pk + "/" + sk;
  }
}
