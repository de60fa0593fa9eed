"""A drawn page as a browser and a screen reader take it: parsed, checked, and its form filled in and sent."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"br", "hr", "img", "input", "meta", "link"}
SVG_VOID = {"path", "circle"}
_TAGS = """
a article blockquote button caption code details dialog div em fieldset figcaption figure footer form h2 h3 h4
h5 h6 header label legend li ol optgroup option p pre s section select span strong summary svg table tbody td
text textarea th thead time tr u ul
"""
TAGS = VOID | SVG_VOID | set(_TAGS.split())
_ATTRIBUTES = """
action alt autofocus checked class cx cy d datetime disabled for formaction formnovalidate href id label max
maxlength method min minlength name open placeholder r rel required role rows scope selected src start step
tabindex target title type value viewbox x y
"""
ATTRIBUTES = set(_ATTRIBUTES.split())
CONTROLS = {"a", "button", "input", "select", "textarea", "summary", "dialog", "img"}


@dataclass
class Node:
    """An element of the page."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Everything written in it."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def texts(self) -> Iterator[str]:
        """Every piece of text in it, with what is only said aloud."""
        yield self.attrs.get("aria-label", "")
        for child in self.children:
            yield from [child] if isinstance(child, str) else child.texts()

    def walk(self) -> Iterator["Node"]:
        """Every element in it, itself the first."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def all(self, *tags: str) -> list["Node"]:
        """Every element with one of these tags."""
        return [node for node in self.walk() if node.tag in tags]

    def one(self, tag: str, **attrs: str) -> "Node":
        """The only element with this tag and these attributes (`class_` for class, _ for -)."""
        wanted = {key.rstrip("_").replace("_", "-"): value for key, value in attrs.items()}
        found = [node for node in self.all(tag) if wanted.items() <= node.attrs.items()]
        assert len(found) == 1, (tag, wanted, len(found))
        return found[0]


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("root")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {key: value or "" for key, value in attrs})
        assert len(node.attrs) == len(attrs), f"an attribute is doubled in <{tag}>: {attrs}"
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in SVG_VOID, f"<{tag}/> does not close itself"
        self.open[-1].children.append(Node(tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> where <{self.open[-1].tag}> is open"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def parsed(html: str) -> Node:
    """Parse a piece of a page that must be well formed."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    assert parser.open == [parser.root], f"never closed: {[node.tag for node in parser.open[1:]]}"
    return parser.root


def sound(html: str) -> Node:
    """Parse what was drawn and check all that must hold for anything drawn; return it."""
    page = parsed(html)
    for node in page.walk():
        _check(node)
    ids = [node.attrs["id"] for node in page.walk() if "id" in node.attrs]
    assert len(ids) == len(set(ids)), f"ids are doubled: {sorted({one for one in ids if ids.count(one) > 1})}"
    for node in page.walk():
        for name in ("for", "aria-labelledby", "aria-describedby", "data-dispatch", "data-confirm"):
            assert set(node.attrs.get(name, "").split()) <= set(ids), (node.tag, name, node.attrs)
        if is_control(node):
            assert name_of(node, page), f"nobody knows what this is: <{node.tag} {node.attrs}>"
    for form in page.all("form"):
        assert form.all("form") == [form], "a form in a form"
    return page


def is_control(node: Node) -> bool:
    """Whether people press it, fill it in or look at it, so that it needs a name."""
    return node.tag in CONTROLS and node.attrs.get("type") != "hidden"


def name_of(node: Node, page: Node) -> str:
    """What a screen reader calls a control."""
    attrs = node.attrs
    if attrs.get("aria-label"):
        return attrs["aria-label"]
    by = attrs.get("aria-labelledby", "").split()
    labels = [one.text for one in page.walk() if one.attrs.get("id") in by]
    if "id" in attrs:
        labels += [label.text for label in page.all("label") if label.attrs.get("for") == attrs["id"]]
    own = node.text if node.tag in ("a", "button", "summary") else attrs.get("alt", "")
    return " ".join([*labels, own]).strip()


def sent(form: Node, press: str | None = None) -> dict[str, list[str]]:
    """What a browser posts when nothing is changed, and a button with this `action` is pressed."""
    found: dict[str, list[str]] = {}
    for node in form.walk():
        for value in _values(node) if node.attrs.get("name") and "disabled" not in node.attrs else []:
            # Browsers send every line break as two characters.
            found.setdefault(node.attrs["name"], []).append(value.replace("\n", "\r\n"))
    return found | ({"action": [press]} if press else {})


def _values(node: Node) -> list[str]:
    kind = node.attrs.get("type")
    if node.tag == "select":
        options = node.all("option")
        chosen = [option for option in options if "selected" in option.attrs] or options[:1]
        return [option.attrs["value"] for option in chosen]
    if node.tag == "textarea":
        # A line break right behind the tag is not part of the text.
        return [node.text.removeprefix("\n")]
    if node.tag != "input" or (kind in ("checkbox", "radio") and "checked" not in node.attrs):
        return []
    return [node.attrs.get("value", "")]


def _check(node: Node) -> None:
    assert node.tag in TAGS | {"root"}, f"a tag nobody meant: <{node.tag}>"
    strange = {
        name for name in node.attrs if name not in ATTRIBUTES and not name.startswith(("data-", "aria-"))
    }
    assert not strange, f"attributes nobody meant: {strange} in <{node.tag}>"
    for name in ("href", "src", "action", "formaction"):
        address = node.attrs.get(name, "/")
        fine = ("http://", "https://", "mailto:", "data:image/png;base64,") if name in ("href", "src") else ()
        assert address.startswith(("/", *fine)), f"an address nobody should follow: {address}"
        assert not address.startswith("//"), address
    if node.attrs.get("target") == "_blank":
        assert "noopener" in node.attrs["rel"]
    if node.tag == "label":
        assert node.attrs.get("for"), "a label for nothing"
