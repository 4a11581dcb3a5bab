package dev.nightjar.awslocal.backup;

/**
 * A line of manifest-files.json.
 *
 * @param key the object's whole key
 * @param items the items in it
 * @param md5 base64 of the MD5 of the compressed bytes
 * @param etag without quotes
 */
public record DataFile(String key, long items, String md5, String etag) {

  /** The same with another count. */
  public DataFile withItems(long other) {
    return new DataFile(key, other, md5, etag);
  }
}
