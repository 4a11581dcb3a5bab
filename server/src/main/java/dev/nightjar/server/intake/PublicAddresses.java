package dev.nightjar.server.intake;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Which addresses are of the public internet: all but those that IANA's special-purpose registries
 * (RFC 6890) keep for a machine itself, its networks, and tests. An IPv6 address that carries one
 * of IPv4 is judged by that.
 */
final class PublicAddresses {
  /** 64:ff9b::/96 (RFC 6052); 64:ff9b:1::/48 is for networks' own use (RFC 8215). */
  private static final byte[] TRANSLATED = {
    0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0
  };

  private PublicAddresses() {}

  static boolean contain(InetAddress address) {
    if (address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    return switch (address) {
      case Inet4Address four -> isPublic(four.getAddress());
      case Inet6Address six -> isPublic(six);
      default -> false;
    };
  }

  private static boolean isPublic(byte[] four) {
    int a = four[0] & 0xff;
    int b = four[1] & 0xff;
    int c = four[2] & 0xff;
    boolean shared = a == 100 && b >= 64 && b < 128;
    boolean protocol = a == 192 && b == 0 && (c == 0 || c == 2);
    boolean relay = a == 192 && b == 88 && c == 99;
    boolean benchmarks = a == 198 && (b == 18 || b == 19);
    boolean examples = (a == 198 && b == 51 && c == 100) || (a == 203 && b == 0 && c == 113);
    boolean own = a == 0 || a == 10 || a == 127 || a >= 224;
    boolean privateNetwork = (a == 172 && b >= 16 && b < 32) || (a == 192 && b == 168);
    boolean linkLocal = a == 169 && b == 254;
    return !(shared
        || protocol
        || relay
        || benchmarks
        || examples
        || own
        || privateNetwork
        || linkLocal);
  }

  private static boolean isPublic(Inet6Address address) {
    byte[] six = address.getAddress();
    int first = (six[0] & 0xff) << 8 | six[1] & 0xff;
    boolean uniqueLocal = (first & 0xfe00) == 0xfc00;
    boolean documentation = first == 0x2001 && six[2] == 0x0d && (six[3] & 0xff) == 0xb8;
    if (uniqueLocal || documentation) {
      return false;
    }
    if (startsWith(six, new byte[12]) || isMapped(six)) {
      return isPublic(Arrays.copyOfRange(six, 12, 16));
    }
    if (startsWith(six, TRANSLATED)) {
      return isPublic(Arrays.copyOfRange(six, 12, 16));
    }
    if (first == 0x2002) {
      return isPublic(Arrays.copyOfRange(six, 2, 6));
    }
    // Teredo hides the address of whoever it is for
    boolean teredo = first == 0x2001 && six[2] == 0 && six[3] == 0;
    return !teredo && (first & 0xe000) == 0x2000;
  }

  private static boolean isMapped(byte[] six) {
    byte[] prefix = new byte[12];
    prefix[10] = (byte) 0xff;
    prefix[11] = (byte) 0xff;
    return startsWith(six, prefix);
  }

  private static boolean startsWith(byte[] bytes, byte[] prefix) {
    return Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }

  /**
   * The addresses of a host, if all of them are public.
   *
   * @throws UnknownHostException when it has none, or one that is not
   */
  static InetAddress[] of(String host) throws UnknownHostException {
    InetAddress[] all = InetAddress.getAllByName(host);
    for (InetAddress address : all) {
      if (!contain(address)) {
        throw new PrivateAddressException(host);
      }
    }
    return all;
  }

  /** The host is not on the public internet. */
  static final class PrivateAddressException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    PrivateAddressException(String host) {
      super(
          "'"
              + host
              + "' is an address of this machine or of a private network. Files are fetched from the public internet only, unless the server was started with --allow-private-urls.");
    }
  }
}
