import { describe, expect, it } from "vitest";
import { cookieOf } from "./support/browser";
import { add, eve, signIn, withOwner } from "./support/people";

withOwner();

describe("wrong passwords", () => {
  it("make the next try wait, a right one too, but not on a device that is known", async () => {
    await add("viewer");
    const known = cookieOf(await signIn(eve));
    const wrong = { ...eve, password: "not the right one" };
    for (let n = 0; n < 6; n++) expect((await signIn(wrong)).status).toBe(401);
    const answers = [await signIn(wrong), await signIn(eve)];
    expect(answers.map(({ status }) => status)).toEqual([429, 429]);
    const [first, second] = await Promise.all(answers.map((answer) => answer.json()));
    expect({ ...first, requestId: "" }).toEqual({ ...second, requestId: "" });
    expect(Number(answers[0]?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await signIn(eve, known)).status).toBe(200);
  });

  it("are counted too when many come at once", async () => {
    const many = Array.from({ length: 10 }, () =>
      signIn({ email: "many@example.com", password: "not the right one" }),
    );
    const statuses = (await Promise.all(many)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(6);
    expect(statuses.filter((status) => status === 429)).toHaveLength(4);
  });
});
