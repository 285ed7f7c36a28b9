import { test as base, expect } from "@playwright/test";

export { expect };

/** Every page of a test: relative addresses lead to the product, and an unexpected console error fails it. */
export const test = base.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
  baseURL: async ({}, use) => {
    await use(process.env.E2E_BASE_URL);
  },
  page: async ({ page }, use) => {
    const errors: string[] = [];
    page.on("console", (message) => {
      // An answer of 4xx is shown by Chromium as an error although the page handles it.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
        errors.push(message.text());
      }
    });
    page.on("pageerror", (error) => errors.push(error.message));
    await use(page);
    expect(errors, "console errors").toEqual([]);
  },
});

/** The owner that the first test creates. */
export const owner = {
  name: "Olive Owner",
  email: "owner@example.com",
  password: "correct horse battery",
};
