package dev.nightjar.awslocal.dynamodb;

import dev.nightjar.awslocal.dynamodb.item.StoredItem;
import java.util.List;

/**
 * Items of one page of a Query or Scan, before any filter.
 *
 * @param more whether the page ended by its limits, so that more may follow
 */
public record ItemPage(List<StoredItem> items, boolean more) {}
