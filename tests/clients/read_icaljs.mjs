// Reads a calendar with ical.js in strict mode and prints what it saw as JSON.
//
//   node read_icaljs.mjs            prints {"ready": true} when ical.js can be loaded
//   node read_icaljs.mjs FILE.ics   prints {"events": [...]} or {"refused": "why"}
//   node read_icaljs.mjs FILE FILE  prints a list of these, one a file
//
// ICALJS names the library's file (node_modules/ical.js/dist/ical.js). Without it, node looks for the
// package "ical.js" in the usual places.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const named = process.env.ICALJS;
const ICAL = (await import(named ? pathToFileURL(resolve(named)).href : "ical.js")).default;

function readEvent(component) {
  const event = new ICAL.Event(component);
  if (event.startDate === null) {
    throw new Error(`${event.uid}: no DTSTART`);
  }
  if (!event.startDate.isDate || !event.endDate.isDate) {
    throw new Error(`${event.uid}: not an all-day event`);
  }
  const value = (name) => component.getFirstPropertyValue(name);
  const categories = component.getAllProperties("categories").flatMap((line) => line.getValues());
  return {
    uid: event.uid ?? "",
    start: event.startDate.toString(),
    end: event.endDate.toString(),
    summary: event.summary ?? "",
    description: event.description ?? "",
    status: value("status") ?? "",
    sequence: value("sequence"),
    categories,
    transparency: value("transp") ?? "",
    classification: value("class") ?? "",
  };
}

function readCalendar(path) {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const complaints = [];
  console.warn = console.error = (...words) => complaints.push(words.join(" "));
  try {
    ICAL.design.strict = true;
    const parsed = ICAL.parse(decoder.decode(readFileSync(path)));
    const calendar = new ICAL.Component(parsed);
    if (calendar.name !== "vcalendar") {
      throw new Error("not one VCALENDAR");
    }
    const events = calendar.getAllSubcomponents("vevent").map(readEvent);
    return complaints.length > 0 ? { refused: complaints.join("; ") } : { events };
  } catch (problem) {
    return { refused: String(problem?.message ?? problem) };
  }
}

const paths = process.argv.slice(2);
const answers = paths.map(readCalendar);
process.stdout.write(
  JSON.stringify(paths.length === 0 ? { ready: true } : paths.length === 1 ? answers[0] : answers),
);
