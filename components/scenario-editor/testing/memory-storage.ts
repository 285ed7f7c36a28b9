/** A `Storage` in memory, for tests, with room for so many characters. */
export function memoryStorage({ room = Number.POSITIVE_INFINITY } = {}): Storage {
  const items = new Map<string, string>();
  const sizeWithout = (key: string) =>
    [...items].reduce((sum, [each, text]) => sum + (each === key ? 0 : text.length), 0);
  return {
    get length() {
      return items.size;
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem(key, value) {
      if (sizeWithout(key) + value.length > room) {
        throw new DOMException("full", "QuotaExceededError");
      }
      items.set(key, value);
    },
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
  };
}
