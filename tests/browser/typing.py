"""A person at the keyboard: every key that is pressed counts, and the mouse is never touched."""

from playwright.sync_api import Page, expect

_FAR = 400
"""More Tabs than any form needs."""

_WHERE = """name => {
    const wanted = [...document.querySelectorAll('#draft [name]')].find(one => one.tabIndex >= 0 && (one.name === name
        || (one.tagName === 'BUTTON' && `${one.name}=${one.value}` === name)));
    const now = document.activeElement;
    if (!wanted) return 'absent';
    if (wanted === now) return 'here';
    return now.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_PRECEDING ? 'before' : 'after';
}"""

_PREFIX = """label => {
    const options = [...document.activeElement.options].map(one => one.text.trim().toLowerCase());
    const wanted = label.toLowerCase();
    for (let end = 1; end <= wanted.length; end += 1) {
        const found = options.findIndex(one => one.startsWith(wanted.slice(0, end)));
        if (options[found] === wanted) return label.slice(0, end);
    }
    return '';
}"""

_SELECTED = "() => document.activeElement.selectedOptions[0].text.trim()"
_ACTIVE = "() => document.querySelector('#suggest [aria-selected=true]')?.dataset.value ?? ''"


class Typist:
    """Uses a page by its keyboard alone."""

    def __init__(self, page: Page) -> None:
        """Begin with no key pressed."""
        self.page = page
        self.pressed = 0

    def press(self, key: str) -> None:
        """Press one key (or one key with Shift)."""
        self.page.keyboard.press(key)
        self.pressed += 1

    def type(self, text: str) -> None:
        """Press the key of each character."""
        self.page.keyboard.type(text)
        self.pressed += len(text)

    def go(self, name: str) -> None:
        """Move the focus to a control (`earliest`, or `add=claims` for a button) with Tab or Shift+Tab."""
        for _ in range(_FAR):
            where = self.page.evaluate(_WHERE, name)
            assert where != "absent", name
            if where == "here":
                return
            self.press("Tab" if where == "after" else "Shift+Tab")
        raise AssertionError(f"{name} can't be reached with Tab")

    def write(self, name: str, text: str) -> None:
        """Type into a field."""
        self.go(name)
        self.type(text)

    def choose(self, name: str, label: str) -> None:
        """Choose from a list by typing the beginning of a label."""
        self.go(name)
        prefix = self.page.evaluate(_PREFIX, label)
        assert prefix, f"{name} has no option {label}"
        self.type(prefix)
        assert self.page.evaluate(_SELECTED) == label

    def take(self, name: str, text: str, value: str) -> None:
        """Type into a combobox, walk its options down, and take one."""
        self.go(name)
        self.type(text)
        expect(self.page.locator(f'#suggest [data-value="{value}"]')).to_be_visible()
        while self.page.evaluate(_ACTIVE) != value:
            self.press("ArrowDown")
        self.press("Enter")
        expect(self.page.locator(f'[name="{name}"]')).to_have_value(value)

    def day(self, name: str, year: int, month: int, day: int) -> None:
        """Type a date into the browser's own field for it, as an American browser takes it."""
        self.go(name)
        self.type(f"{month:02}{day:02}{year:04}")
        expect(self.page.locator(f'[name="{name}"]')).to_have_value(f"{year:04}-{month:02}-{day:02}")

    def add(self, path: str, number: int) -> str:
        """Press the button that adds a row, and find the focus in the row; return the row's path."""
        self.go(f"add={path}")
        self.press("Enter")
        new = f"{path}-{number}"
        self.page.wait_for_function("path => (document.activeElement.name ?? '').startsWith(`${path}-`)", arg=new)
        return new
