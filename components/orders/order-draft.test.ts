import { describe, expect, it } from "vitest";
import { emptyDraft, emptyItem, isTouched, parseDraft, toNumber } from "./order-draft";

describe("a number as it is typed", () => {
  it.each([
    ["12.50", 12.5],
    ["12,50", 12.5],
    [" 7 ", 7],
    ["0", 0],
    ["007", 7],
  ])("%j is %d", (text, value) => {
    expect(toNumber(text)).toBe(value);
  });

  it.each(["", " ", "0x10", "1e3", "1.000,50", "12.", ".5", "-1", "+1", "1 000", "Infinity", "١"])(
    "%j is none",
    (text) => {
      expect(toNumber(text)).toBeNaN();
    },
  );
});

describe("an order as it is typed", () => {
  const filled = {
    ...emptyDraft(),
    email: " a@example.com ",
    firstName: "A",
    lastName: "B",
    items: [{ ...emptyItem(0), name: "Book", quantity: "2", price: "12,50" }],
  };

  it("becomes what the server takes", () => {
    expect(parseDraft(filled)).toMatchObject({
      success: true,
      data: { email: "a@example.com", items: [{ name: "Book", quantity: 2, price: 12.5 }] },
    });
  });

  it("is told what is wrong in whole sentences", () => {
    const parsed = parseDraft(emptyDraft());
    const faults = parsed.error?.issues.map(({ path, message }) => [path.join("."), message]);
    expect(Object.fromEntries(faults ?? [])).toEqual({
      email: "Enter a complete email address.",
      "customerInfo.firstName": "Fill this in.",
      "customerInfo.lastName": "Fill this in.",
      "items.0.name": "Fill this in.",
      "items.0.price": "Enter a number such as 12.50.",
    });
  });

  it("is touched once it differs from an empty one", () => {
    expect(isTouched(emptyDraft())).toBe(false);
    expect(isTouched(filled)).toBe(true);
  });
});
