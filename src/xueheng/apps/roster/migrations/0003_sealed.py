"""Identity numbers, phones and further facts are sealed; what stood open is sealed row by row."""

import json

from django.db import migrations, models
from django.db.models.functions import Cast

import xueheng.apps.roster.sealed


def seal(apps, editor):
    person = apps.get_model("roster", "Person")
    raw = {f"raw_{name}": Cast(name, models.TextField()) for name in ("id_number", "phone", "facts")}
    index = person._meta.get_field("id_digest")
    for row in list(person.objects.annotate(**raw).values("pk", *raw)):
        person.objects.filter(pk=row["pk"]).update(
            id_number=row["raw_id_number"],
            phone=row["raw_phone"],
            facts=json.loads(row["raw_facts"] or "{}"),
            id_digest=index.digest(row["raw_id_number"]),
        )


class Migration(migrations.Migration):
    dependencies = [
        ("roster", "0002_office"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="id_digest",
            field=xueheng.apps.roster.sealed.BlindIndex(
                blank=True, db_index=True, editable=False, max_length=64, of="id_number"
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="facts",
            field=xueheng.apps.roster.sealed.SealedJSON(blank=True, default=dict),
        ),
        migrations.AlterField(
            model_name="person",
            name="id_number",
            field=xueheng.apps.roster.sealed.SealedText(blank=True, default=""),
        ),
        migrations.AlterField(
            model_name="person",
            name="phone",
            field=xueheng.apps.roster.sealed.SealedText(blank=True, default=""),
        ),
        migrations.RunPython(seal),
    ]
