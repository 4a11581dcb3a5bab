/**
 * From a change to a row: what a data source's columns mean ({@link
 * dev.nightjar.mirror.row.MirroredSchema}), and the only thing that turns a change into column
 * bytes ({@link dev.nightjar.mirror.row.RowEncoder}).
 */
package dev.nightjar.mirror.row;
