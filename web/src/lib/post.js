// Requests to our own server, with what it asks of a page of ours.

export const token = () => document.body.dataset.token ?? "";

// JSON there and back. Throws an error with { status, problem } when the server says no.
export const post = async (path, content, { method = "POST", key, version } = {}) => {
  const headers = { "Content-Type": "application/json", "X-Token": token() };
  if (key) headers["Idempotency-Key"] = key;
  if (version) headers["If-Match"] = `"${version}"`;
  const response = await fetch(path, { method, headers, body: JSON.stringify(content) });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  throw Object.assign(new Error(answer.detail ?? `the server answered ${response.status}`), {
    status: response.status,
    problem: answer,
  });
};

// Said to a screen reader, and shown for a moment.
export const say = (words) => {
  const place = document.getElementById("live");
  if (place) place.textContent = words;
};
