import { describe, expect, it } from "vitest";
import { ownRows } from "./own-rows";

const list = {
  data: ["a row"] as string[] | undefined,
  isPending: false,
  isPlaceholderData: false,
  failureCount: 0,
  errorUpdateCount: 0,
};

describe("the rows of a list", () => {
  it("stay when it could not be brought up to date: they are its own", () => {
    expect(ownRows({ ...list, failureCount: 2, errorUpdateCount: 1 }).data).toEqual(["a row"]);
  });

  it("of another filter stand while this one is being loaded", () => {
    expect(ownRows({ ...list, isPlaceholderData: true }).data).toEqual(["a row"]);
  });

  it.each([{ failureCount: 1 }, { errorUpdateCount: 1 }])(
    "of another filter do not once it fails: %j",
    (counts) => {
      expect(ownRows({ ...list, isPlaceholderData: true, ...counts })).toMatchObject({
        data: undefined,
        isPending: true,
      });
    },
  );
});
