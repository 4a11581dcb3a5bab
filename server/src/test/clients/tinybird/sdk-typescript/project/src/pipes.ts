import { defineEndpoint, node, p, t } from "@tinybirdco/sdk";

export const ordersOf = defineEndpoint("orders_of", {
  params: { id: p.string().optional() },
  nodes: [
    node({
      name: "rows",
      sql: `
        SELECT id, JSONExtractString(_record, 'status') AS status
        FROM orders FINAL
        {% if defined(id) %} WHERE id = {{String(id)}} {% end %}
        ORDER BY id
      `,
    }),
  ],
  output: { id: t.string(), status: t.string() },
});
