// The pages that are looked at: which server, and how to get there. go receives a fresh tab, with
// the language chosen.
const at = (path) => async (tab, server) => { await tab.goto(server.url + path); };

export const pages = [
  { name: "parts", server: "story", go: async (tab, server) => { await tab.goto(`${server.url}/signin`); await tab.goto(`${server.url}/story`); } },
  { name: "entrance", server: "story", go: at("/") },
  { name: "not-found", server: "story", go: at("/nowhere") },
  { name: "broken", server: "story", go: at("/broken") },
];
