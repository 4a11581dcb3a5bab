import { defineDatasource, t, engine } from "@tinybirdco/sdk";
import { ordersDynamo } from "./connections";

export const orders = defineDatasource("orders", {
  schema: {
    id: t.string().jsonPath("$.Item.id"),
    sort: t.string().jsonPath("$.Item.sort"),
    _record: t.string().jsonPath("$.NewImage"),
    _old_record: t.string().nullable().jsonPath("$.OldImage"),
    _timestamp: t.dateTime64(3).jsonPath("$.ApproximateCreationDateTime"),
    _event_name: t.string().lowCardinality().jsonPath("$.eventName"),
    _is_deleted: t.uint8().jsonPath("$._is_deleted"),
  },
  engine: engine.replacingMergeTree({
    sortingKey: ["id", "sort"],
    ver: "_timestamp",
    isDeleted: "_is_deleted",
  }),
  dynamodb: {
    connection: ordersDynamo,
    tableArn: "arn:aws:dynamodb:us-east-1:123456789012:table/orders",
    exportBucket: "exports",
  },
});

export const visits = defineDatasource("visits", {
  schema: { page: t.string(), times: t.int64() },
  engine: engine.mergeTree({ sortingKey: ["page"] }),
});
