import { describe, expect, it } from "vitest";
import type { NotificationKind } from "@/lib/notifications/kinds";
import { notificationPath, notificationText, utcWords, whenWords } from "@/lib/notifications/words";

const told = (kind: NotificationKind, count: number) => ({
  kind,
  count,
  scenarioId: "scn_1",
  scenarioName: "Orders",
  nodeId: "n1",
  nodeName: "ERP",
  host: "erp.example.com",
  deliveryId: "dlv_1",
  firstAt: "2026-11-27T09:14:00.000Z",
  lastAt: "2026-11-27T10:02:59.000Z",
});

describe("what happened, in words", () => {
  it.each([
    ["delivery.failed", 1, "“ERP” of “Orders”: a delivery failed"],
    ["delivery.failed", 2140, "“ERP” of “Orders”: 2,140 deliveries failed"],
    ["target.failing", 1, "“ERP” of “Orders” keeps failing"],
    ["target.failing", 3, "“ERP” of “Orders” keeps failing: 3 times by now"],
    ["target.paused", 1, "“ERP” of “Orders” was paused"],
    ["target.paused", 2, "“ERP” of “Orders” was paused 2 times"],
    ["target.recovered", 1, "“ERP” of “Orders” works again"],
    ["target.recovered", 4, "“ERP” of “Orders” works again: 4 times by now"],
  ] as const)("%s, %i times", (kind, count, text) => {
    expect(notificationText(told(kind, count))).toBe(text);
  });

  it("has its time, or since when and when last, in UTC", () => {
    expect(utcWords("2026-11-27T09:14:59.999Z")).toBe("27 Nov 2026, 09:14 UTC");
    expect(whenWords(told("delivery.failed", 1))).toBe("27 Nov 2026, 09:14 UTC");
    expect(whenWords(told("delivery.failed", 2))).toBe(
      "since 27 Nov 2026, 09:14 UTC, last 27 Nov 2026, 10:02 UTC",
    );
  });

  it("leads to the delivery, to those that failed, or to all of the target", () => {
    expect(notificationPath(told("delivery.failed", 1))).toBe("/deliveries/dlv_1");
    expect(notificationPath({ ...told("delivery.failed", 1), deliveryId: null })).toContain(
      "status=failed",
    );
    expect(notificationPath(told("delivery.failed", 2))).toBe(
      "/deliveries?test=false&scenarioId=scn_1&nodeId=n1&status=failed&endedSince=2026-11-27T09%3A14%3A00.000Z",
    );
    expect(notificationPath(told("target.paused", 1))).toBe(
      "/deliveries?test=false&scenarioId=scn_1&nodeId=n1",
    );
  });
});
