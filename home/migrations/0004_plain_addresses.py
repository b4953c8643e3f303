"""Pages are addressed in plain letters. Their old addresses, and those below them, lead on."""

from django.db import migrations

from core.slugs import plain_address


def rewrite(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    rows = Page._base_manager.order_by("depth", "path")
    before = dict(rows.values_list("pk", "url_path"))
    for pk, path, depth, slug in rows.values_list("pk", "path", "depth", "slug"):
        address = plain_address(slug)
        if slug.isascii() or not address:
            continue
        siblings = rows.filter(depth=depth, path__startswith=path[:-4]).exclude(pk=pk)
        address = unused(address[:240], set(siblings.values_list("slug", flat=True)))
        url_path = rows.values_list("url_path", flat=True).get(pk=pk)
        above = url_path[: -len(f"{slug}/")]
        rows.filter(pk=pk).update(slug=address)
        for each, old in rows.filter(path__startswith=path).values_list("pk", "url_path"):
            rows.filter(pk=each).update(url_path=f"{above}{address}/{old[len(url_path) :]}")
    for pk, url_path in rows.values_list("pk", "url_path"):
        if url_path != before[pk]:
            lead_on(apps, pk, before[pk])


def unused(address, taken):
    number, candidate = 1, address
    while candidate in taken:
        number += 1
        candidate = f"{address}-{number}"
    return candidate


def lead_on(apps, pk, old):
    Redirect = apps.get_model("wagtailredirects", "Redirect")
    for site in apps.get_model("wagtailcore", "Site").objects.select_related("root_page"):
        root = site.root_page.url_path
        old_path = "/" + old[len(root) :].strip("/")
        if old.startswith(root) and len(old_path) <= 255:
            Redirect.objects.get_or_create(
                old_path=old_path,
                site=site,
                defaults={"redirect_page_id": pk, "automatically_created": True},
            )


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0003_named_blocks"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]
    operations = [migrations.RunPython(rewrite, migrations.RunPython.noop)]
