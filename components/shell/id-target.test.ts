import { describe, expect, it } from "vitest";
import { idTarget, orderText } from "./id-target";

describe("what is looked for among the orders", () => {
  it.each([
    ["ord-123456-789", "ORD-123456-789"],
    ["ORD 440927", "ORD-440927"],
    ["440927", "440927"],
    ["440927-12", "440927-12"],
    ["ana.98@", "ana.98@"],
    ["zoe@example.com", "zoe@example.com"],
  ])("%s", (text, sought) => {
    expect(orderText(text)).toBe(sought);
  });

  it.each(["", "12", "orders", "@", "dlv_01m8egq43hezTehk20xhmgdn40", "Send 1042"])(
    "not %s",
    (text) => {
      expect(orderText(text)).toBeNull();
    },
  );
});

describe("an id that was pasted", () => {
  it("leads to its page, whatever the case", () => {
    expect(idTarget("RUN_01M8EGQ43HEZTEHK20XHMGDN40")).toMatchObject({
      href: "/runs/run_01m8egq43heztehk20xhmgdn40",
    });
  });

  it("leads nowhere when it is none of ours", () => {
    expect(idTarget("abc_01m8egq43heztehk20xhmgdn40")).toBeNull();
    expect(idTarget("anything")).toBeNull();
  });
});
