package dev.nightjar.dynamodb.export;

/**
 * A line of {@code manifest-files.json}: one gzipped file of items.
 *
 * @param bucket where it is
 * @param key its whole key, from the bucket's root
 * @param itemCount lines in it
 * @param md5 base64 of the MD5 of the compressed bytes
 * @param etag S3's entity tag
 */
public record DataFile(String bucket, String key, long itemCount, String md5, String etag) {}
