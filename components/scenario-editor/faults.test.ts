import { expect, test } from "vitest";
import { send } from "@/lib/scenarios/testing/arbitrary";
import { faultLine, groupFaults } from "./faults";

const message = "This was entered for https://a.example. Enter it again.";
const fault = (field: string, nodeId = "a") => ({
  path: `${nodeId}.${field}`,
  message,
  nodeId,
  field,
});

test("the same sentence is said once, with its fields by name", () => {
  const faults = [
    fault("secret"),
    fault("headers.Authorization"),
    fault("headers.X.Key"),
    { path: "graph", message: "There is no trigger." },
  ];
  expect(groupFaults(faults, [send("a")]).map(faultLine)).toEqual([
    `Secret; Header Authorization; Header X.Key: ${message}`,
    "There is no trigger.",
  ]);
});

test("fields of several nodes come with the node", () => {
  const nodes = [
    { ...send("a"), name: "ERP" },
    { ...send("b"), name: "CRM" },
  ];
  const faults = [fault("webhookUrl", "a"), fault("webhookUrl", "b")];
  expect(groupFaults(faults, nodes).map(faultLine)).toEqual([
    `ERP, Webhook URL; CRM, Webhook URL: ${message}`,
  ]);
});

test("each field can be gone to; one of a node that is gone has no way", () => {
  const [group] = groupFaults([fault("secret"), fault("secret", "gone")], [send("a")]);
  expect(group?.places).toMatchObject([{ nodeId: "a", field: "secret" }]);
});
