package dev.nightjar.awslocal.operation;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads JSON of DynamoDB's sizes: a name of an attribute may have 64 KB, which is beyond what
 * JSON's reader takes.
 */
public final class LargeJson {

  /** DynamoDB takes requests of up to 16 MB. */
  public static final int LARGEST_REQUEST = 16 << 20;

  private LargeJson() {}

  /** A mapper for whatever fits into a request; numbers stay exact. */
  public static JsonMapper mapper() {
    StreamReadConstraints constraints =
        StreamReadConstraints.builder()
            .maxNameLength(LARGEST_REQUEST)
            .maxStringLength(LARGEST_REQUEST)
            .build();
    return JsonMapper.builder(JsonFactory.builder().streamReadConstraints(constraints).build())
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .build();
  }
}
