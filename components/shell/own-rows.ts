interface List {
  data?: unknown;
  isPending: boolean;
  isPlaceholderData: boolean;
  failureCount: number;
  errorUpdateCount: number;
}

/**
 * A list whose rows are its own. While a filter is being applied, the rows of the one before stand for
 * a moment; they are taken away as soon as it fails to load, since nothing would tell them from the
 * answer.
 */
export function ownRows<L extends List>(list: L): L {
  const isFailing = list.failureCount > 0 || list.errorUpdateCount > 0;
  if (!list.isPlaceholderData || !isFailing) return list;
  return { ...list, data: undefined, isPending: true };
}
