from tinybird_sdk import column, define_datasource, engine, t
from connections import orders_dynamo

orders = define_datasource("orders", {
    "schema": {
        "id": column(t.string(), {"json_path": "$.Item.id"}),
        "sort": column(t.string(), {"json_path": "$.Item.sort"}),
        "_record": column(t.string(), {"json_path": "$.NewImage"}),
        "_old_record": column(t.string().nullable(), {"json_path": "$.OldImage"}),
        "_timestamp": column(t.date_time64(3), {"json_path": "$.ApproximateCreationDateTime"}),
        "_event_name": column(t.string().low_cardinality(), {"json_path": "$.eventName"}),
        "_is_deleted": column(t.uint8(), {"json_path": "$._is_deleted"}),
    },
    "engine": engine.replacing_merge_tree({
        "sorting_key": ["id", "sort"],
        "ver": "_timestamp",
        "is_deleted": "_is_deleted",
    }),
    "dynamodb": {
        "connection": orders_dynamo,
        "table_arn": "arn:aws:dynamodb:us-east-1:123456789012:table/orders",
        "export_bucket": "exports",
    },
})

visits = define_datasource("visits", {
    "schema": {"page": t.string(), "times": t.int64()},
    "engine": engine.merge_tree({"sorting_key": ["page"]}),
})
