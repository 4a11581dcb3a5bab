package dev.nightjar.awslocal;

/**
 * An access key of an account itself, known from the start.
 *
 * @param id the access key id
 * @param secret the secret access key
 * @param account the account's twelve digits
 */
public record RootKey(String id, String secret, String account) {

  public RootKey {
    if (!account.matches("\\d{12}")) {
      throw new IllegalArgumentException("an account has twelve digits, not " + account);
    }
  }

  /** Never the secret. */
  @Override
  public String toString() {
    return "RootKey[" + id + ", " + account + "]";
  }
}
