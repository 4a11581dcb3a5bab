package dev.nightjar.server.aws;

import dev.nightjar.server.secret.ServerKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * External ids of this server: 32 hexadecimal digits, an HMAC of the main workspace's name and a
 * seed. The same seed always gives the same id, in every workspace of this server (clients name
 * local workspaces after git branches, and one role has to serve them all); nobody without the
 * server's key can make one.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html">the confused
 *     deputy problem</a>
 */
public final class ExternalIds {
  private static final int BYTES = 16;

  private final ServerKey key;
  private final String workspace;

  /**
   * @param workspace the main workspace's name
   */
  public ExternalIds(ServerKey key, String workspace) {
    this.key = key;
    this.workspace = workspace;
  }

  /** The id for a seed; clients send the connection's name as the seed, or nothing. */
  public String of(String seed) {
    byte[] mac = key.authenticate("nightjar external ids", workspace + "/" + seed);
    return HexFormat.of().formatHex(Arrays.copyOf(mac, BYTES));
  }

  /**
   * What a role of a connection is tried with, in this order: the connection's id, then the
   * workspace's own.
   */
  public List<String> ofConnection(String connection) {
    return List.of(of(connection), of(""));
  }
}
