// Walks an assessment: answers by the place that each page asks.
const m = "businesses[0].facilities[0].machines[0].";

// device is a VPN device with a global address, introduced on 2026-11-24 (C1, T1).
export const device = {
  "operator.designated": "yes", "operator.designated_on": { a: "R6.1.1" }, "businesses[0].sector": "electricity",
  "businesses[0].facilities[0].name": { a: "需給制御システム" }, "businesses[0].facilities[0].in_place_on_commencement": "yes",
  "businesses[0].facilities[0].internet": "connected", "businesses[0].facilities[0].cloud": "none", "businesses[0].facilities[0].segments": ["facility", "other"],
  [`${m}name`]: { a: "VPN装置", b: "２" }, [`${m}segment`]: "s2", [`${m}used`]: "use", [`${m}is_facility`]: "no", [`${m}global_address`]: "yes", [`${m}authenticates`]: "no",
  [`${m}controls_access`]: "unknown", [`${m}stores_important_data`]: "no", [`${m}kind`]: "appliance", [`${m}appliance`]: { a: "Fortinet", b: "FortiGate" }, [`${m}bespoke`]: "no",
  [`${m}introduced_on`]: { a: "令和８年１１月２４日" }, [`${m}integrated_with_existing_facility`]: "no", [`${m}changed_on`]: {},
  "businesses[0].facilities[0].machines+": "no", "businesses[0].facilities+": "no", "businesses+": "no",
};

// incident is ransomware on a machine of type E with personal data, known on 2026-11-24 (T16).
export const incident = {
  "operator.designated": "yes", "operator.designated_on": { a: "2024-01-01" }, "operator.sector": "electricity", "machine.name": { a: "監視端末" }, "machine.specified": "yes",
  "machine.types": ["E"], "machine.model": "own", "happened.malware_executable": "yes", "happened.unauthorised_access": "no", "happened.interference": "no", "happened.harm": "yes",
  kind: "ransomware", "happened.malware_trace": "yes", "happened.access_trace": "unknown", "happened.interference_trace": "no", "happened.malware_received": "yes",
  "happened.bypass_attempted": "no", "happened.credentials_stolen": "no", "happened.false_command_received": "no", "when.operator_aware": { a: "R8.11.24 10:15" },
  "when.occurred": { a: "2026-11-24" }, "when.contractor_noticed": {}, "personal_data.leak": "yes", "personal_data.sensitive": "unknown", "personal_data.financial_harm": "unknown",
  "personal_data.improper_purpose": "yes", "personal_data.over_1000": "unknown",
};

// walk begins and answers until the result, or until a place is asked; it returns the places asked.
export async function walk(page, answers, { until, each } = {}) {
  const asked = [];
  await page.locator("main button[value=begin]").click();
  for (;;) {
    const at = await page.locator("main input[name=at]").inputValue();
    if (at === "result" || at === until) return asked;
    if (asked.length > 80) throw new Error(`no end: ${asked.join(" ")}`);
    asked.push(at);
    await each?.(at);
    const answer = answers[at];
    if (answer === undefined) throw new Error(`${at} is asked and not answered`);
    if (typeof answer === "string") await page.locator(`main input[value="${answer}"]`).check();
    else if (Array.isArray(answer)) for (const one of answer) await page.locator(`main input[value="${one}"]`).check();
    else for (const [id, text] of Object.entries(answer)) await page.fill(`#${id}`, text);
    await page.locator("main button[value=next]").click();
  }
}
