"""Writing: files that are dropped, words for a picture, keys that can be switched off."""

import base64
import io

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.people import press, sign_in
from tests.browser.phone import is_within_the_screen, on_phone

DROP = """(box, [name, kind, content]) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name, { type: kind }));
  for (const act of ["dragover", "drop"])
    box.dispatchEvent(new DragEvent(act, { dataTransfer, bubbles: true, cancelable: true }));
}"""
PASTE = """(box) => {
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File(["Monday"], "roster.txt", { type: "text/plain" }));
  box.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
}"""


def picture() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (800, 400), "green").save(drawn, "JPEG")
    return drawn.getvalue()


def test_a_picture_is_dropped_into_the_box_described_there_and_shown(new_context, addresses):
    page: Page = new_context().new_page()
    sign_in(page, "coordinator", addresses["public topic"])
    box = page.get_by_label("Your reply")
    box.fill("The green kete, as promised.")
    content = base64.b64encode(picture()).decode()
    box.evaluate(DROP, ["kete.jpg", "image/jpeg", content])
    expect(page.locator("[data-files-status]")).to_contain_text("kete.jpg")
    box.evaluate(PASTE)
    expect(page.locator("[data-files-status]")).to_contain_text("roster.txt, 1 KB")
    expect(page.get_by_text("This is a picture").filter(visible=True)).to_have_count(1)
    page.get_by_label("What is in it, in a few words").first.fill("A green kete")
    press(page, "Post")
    press(page, "Send it as it is")

    post = page.locator(".post", has_text="The green kete, as promised.")
    shown = post.get_by_role("img", name="A green kete")
    expect(shown).to_have_attribute("width", "640")
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 800
    expect(post.get_by_role("link", name="roster.txt")).to_be_visible()


def test_on_a_phone_without_a_script_a_picture_is_asked_about_once(new_context, addresses):
    page = on_phone(new_context, "clinician")
    page.goto(addresses["topic"])
    page.get_by_label("Your reply").fill("Without a script.")
    page.locator("#reply summary", has_text="Add files").click()
    file = {"name": "kete.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    page.get_by_label("Choose a file").first.set_input_files(file)
    assert is_within_the_screen(page)
    press(page, "Post")
    expect(page.get_by_text("A picture that is not described")).to_be_visible()
    assert is_within_the_screen(page)
    page.get_by_label("What is in it, in a few words").first.fill("A kete on a chair")
    press(page, "Send it as it is")

    expect(page.get_by_role("img", name="A kete on a chair")).to_be_visible()
    assert is_within_the_screen(page)


def test_keys_give_words_a_form_and_can_be_switched_off(new_context, addresses):
    page: Page = new_context().new_page()
    sign_in(page, "coordinator", addresses["public topic"])
    box = page.get_by_label("Your reply")
    box.fill("kete")
    box.press("Control+a")
    box.press("Control+b")
    expect(box).to_have_value("**kete**")
    page.locator("summary", has_text="Keys").click()
    use = page.get_by_role("button", name="Use these keys")
    expect(use).to_have_attribute("aria-pressed", "true")
    use.focus()
    page.keyboard.press("Space")
    expect(use).to_have_attribute("aria-pressed", "false")

    page.reload()
    page.get_by_label("Your reply").fill("kete")
    page.get_by_label("Your reply").press("Control+a")
    page.get_by_label("Your reply").press("Control+b")
    expect(page.get_by_label("Your reply")).to_have_value("kete")
    page.locator("summary", has_text="Keys").click()
    page.get_by_role("button", name="Use these keys").click()
    page.get_by_label("Your reply").fill("Sent by a key.")
    page.get_by_label("Your reply").press("Control+Enter")

    expect(page.locator(".post__text", has_text="Sent by a key.")).to_have_count(1)
