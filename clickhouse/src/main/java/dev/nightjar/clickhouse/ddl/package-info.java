/**
 * Texts of definitions: tables, materialized views, databases. Names are quoted, expressions are
 * not.
 */
package dev.nightjar.clickhouse.ddl;
