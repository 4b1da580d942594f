// The editor's own words in German; English is what its libraries speak.
export const phrases = {
  de: {
    "Control character": "Steuerzeichen",
    "Selection deleted": "Auswahl gelöscht",
    "Completions": "Vorschläge",
    "Find": "Suchen", "Replace": "Ersetzen durch", "next": "weiter", "previous": "zurück", "all": "alle",
    "match case": "Groß und klein beachten", "by word": "ganze Wörter", "regexp": "Muster",
    "replace": "ersetzen", "replace all": "alle ersetzen", "close": "schließen",
    "current match": "dieser Treffer", "replaced $ matches": "$ Treffer ersetzt", "replaced match on line $": "Treffer in Zeile $ ersetzt",
    "on line": "in Zeile", "Go to line": "Zur Zeile", "go": "gehen",
  },
};
