/** Amounts of the portal carry no currency; two decimals, grouped. */
export function amount(value: number): string {
  return new Intl.NumberFormat("en-US", {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  }).format(value);
}

export function sentenceCase(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
