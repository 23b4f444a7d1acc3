# Documents with facts that no model and no other document knows; sourced.

write_harbour() {
  mkdir -p "$1"
  cat >"$1/harbour.md" <<DOC
# The harbour of Quillmouth

The harbour of Quillmouth was opened in 1874 by the engineer Ada Merrow.
Its lighthouse is called $2 and shows two white flashes every twelve seconds.
Ships longer than ninety metres must take a pilot from the east pier.
The harbour master keeps the tide book in the old customs house.
DOC
  cat >"$1/bakery.txt" <<'DOC'
The bakery in Mill Lane opens at six in the morning. It sells rye bread on Tuesdays and Fridays.
Its oven was built by Jonas Pell and burns beech wood only.
DOC
}
