package dev.nightjar.server.openapi;

import dev.nightjar.clickhouse.type.ClickHouseType;
import dev.nightjar.clickhouse.type.TypeSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Schemas of what values are in JSON: of columns, as ClickHouse writes them, and of parameters. */
final class TypeSchemas {
  private static final int LARGEST_INT32 = 32;
  private static final int LARGEST_INT64 = 64;

  private TypeSchemas() {}

  /** The schema of a column's values in the format JSON. */
  static Map<String, Object> ofColumn(String type) {
    try {
      return of(ClickHouseType.parse(type));
    } catch (TypeSyntaxException _) {
      return schema();
    }
  }

  /** The schema of a parameter of a template's type. */
  static Map<String, Object> ofParameter(String type) {
    if (type.startsWith("Array(")) {
      return schema(
          "type",
          "array",
          "items",
          ofParameter(type.substring("Array(".length(), type.length() - 1)));
    }
    return switch (type) {
      case "column", "columns", "JSON" -> schema("type", "string");
      case "Boolean" -> schema("type", "boolean");
      case "DateTime", "DateTime64" -> schema("type", "string", "example", "2026-01-31 23:59:59");
      default -> ofColumn(type);
    };
  }

  private static Map<String, Object> of(ClickHouseType type) {
    return switch (type) {
      case ClickHouseType.Bool _ -> schema("type", "boolean");
      case ClickHouseType.IntegerType(int bits, boolean signed) -> integer(bits, signed);
      case ClickHouseType.FloatType(int bits) ->
          schema("type", "number", "format", bits == LARGEST_INT32 ? "float" : "double");
      case ClickHouseType.Decimal _ -> schema("type", "number");
      case ClickHouseType.Date _, ClickHouseType.Date32 _ ->
          schema("type", "string", "format", "date");
      case ClickHouseType.Uuid _ -> schema("type", "string", "format", "uuid");
      case ClickHouseType.Ipv4 _ -> schema("type", "string", "format", "ipv4");
      case ClickHouseType.Ipv6 _ -> schema("type", "string", "format", "ipv6");
      case ClickHouseType.EnumType enumeration ->
          schema("type", "string", "enum", List.copyOf(enumeration.values().sequencedKeySet()));
      case ClickHouseType.StringType _,
          ClickHouseType.FixedString _,
          ClickHouseType.DateTime _,
          ClickHouseType.DateTime64 _ ->
          schema("type", "string");
      case ClickHouseType.Nullable(ClickHouseType inner) -> nullable(of(inner));
      case ClickHouseType.LowCardinality(ClickHouseType inner) -> of(inner);
      case ClickHouseType.Array(ClickHouseType element) ->
          schema("type", "array", "items", of(element));
      case ClickHouseType.MapType map ->
          schema("type", "object", "additionalProperties", of(map.value()));
      case ClickHouseType.Tuple(List<ClickHouseType.TupleElement> elements) -> tuple(elements);
      case ClickHouseType.Json _ -> schema("type", "object");
      case ClickHouseType.Other _ -> schema();
    };
  }

  private static Map<String, Object> integer(int bits, boolean signed) {
    Map<String, Object> schema = schema("type", "integer");
    if (bits < LARGEST_INT32 || (bits == LARGEST_INT32 && signed)) {
      schema.put("format", "int32");
    } else if (bits < LARGEST_INT64 || (bits == LARGEST_INT64 && signed)) {
      schema.put("format", "int64");
    }
    if (!signed) {
      schema.put("minimum", 0);
    }
    return schema;
  }

  private static Map<String, Object> nullable(Map<String, Object> schema) {
    schema.put("nullable", true);
    return schema;
  }

  private static Map<String, Object> tuple(List<ClickHouseType.TupleElement> elements) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<Object> types = new ArrayList<>();
    for (ClickHouseType.TupleElement element : elements) {
      Map<String, Object> schema = of(element.type());
      element.name().ifPresent(name -> properties.put(name, schema));
      types.add(schema);
    }
    return properties.size() == elements.size()
        ? schema("type", "object", "properties", properties)
        : schema("type", "array", "items", schema("anyOf", types));
  }

  /** A map in the order of its arguments. */
  private static Map<String, Object> schema(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
