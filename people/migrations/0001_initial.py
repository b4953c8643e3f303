import core.folding
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import members.models.accounts
import people.models.profile
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('members', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('folded_name', core.folding.FoldedField(max_length=160, of='name')),
                ('parent', models.ForeignKey(blank=True, help_text='Leave empty for a region.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='people.area', verbose_name='lies in')),
            ],
            options={
                'ordering': ['folded_name', 'name'],
            },
        ),
        migrations.CreateModel(
            name='ConfirmedRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=members.models.accounts.random_public_id, editable=False, max_length=12, unique=True)),
                ('role', models.CharField(choices=[('peer', 'Peer support worker'), ('clinician', 'Clinician'), ('team_leader', 'Team leader'), ('manager', 'Manager'), ('coordinator', 'Coordinator'), ('educator', 'Educator'), ('researcher', 'Researcher'), ('policy', 'Policy or funding'), ('other', 'Something else')], max_length=20)),
                ('team_has_peer_workers', models.BooleanField(default=False, verbose_name='my team has peer workers')),
                ('state', models.CharField(choices=[('requested', 'Asked for'), ('verified', 'Confirmed'), ('declined', 'Not confirmed'), ('revoked', 'Taken back')], default='requested', max_length=10)),
                ('words', models.TextField(blank=True, max_length=1000, verbose_name='a few words')),
                ('requested_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='holds until')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.area', verbose_name='where the role is held')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='confirmed_roles', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'confirmed role',
                'ordering': ['-requested_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ConfirmedRoleEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(choices=[('requested', 'Asked for'), ('renewal', 'Asked to renew'), ('verified', 'Confirmed'), ('renewed', 'Renewed'), ('declined', 'Not confirmed'), ('revoked', 'Taken back'), ('reminded', 'Reminded that it ends soon'), ('expired', 'Ended by itself')], max_length=10)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('words', models.CharField(blank=True, max_length=1000)),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('confirmed_role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='people.confirmedrole')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('folded_name', core.folding.FoldedField(max_length=240, of='name')),
                ('type', models.CharField(choices=[('ngo', 'NGO'), ('provider_arm', 'Provider arm'), ('primary_care', 'Primary care'), ('user_led', 'User-led'), ('education', 'Education'), ('government', 'Government'), ('collaborative', 'Collaborative')], max_length=20)),
                ('contacts', models.ManyToManyField(blank=True, help_text="Members who may confirm the roles of this organisation's own people.", related_name='contact_for', to=settings.AUTH_USER_MODEL, verbose_name='contacts')),
            ],
            options={
                'ordering': ['folded_name', 'name'],
            },
        ),
        migrations.AddField(
            model_name='confirmedrole',
            name='organisation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation'),
        ),
        migrations.CreateModel(
            name='Profile',
            fields=[
                ('user', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='profile', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('in_directory', models.BooleanField(default=False, verbose_name='list me among the people')),
                ('role', models.CharField(blank=True, choices=[('peer', 'Peer support worker'), ('clinician', 'Clinician'), ('team_leader', 'Team leader'), ('manager', 'Manager'), ('coordinator', 'Coordinator'), ('educator', 'Educator'), ('researcher', 'Researcher'), ('policy', 'Policy or funding'), ('other', 'Something else')], max_length=20, verbose_name='what I do')),
                ('role_audience', models.PositiveSmallIntegerField(choices=[(0, 'Everyone'), (1, 'Members'), (2, 'My communities'), (3, 'Coordinators'), (4, 'Only me')], default=2)),
                ('perspectives', models.JSONField(blank=True, default=list, validators=[people.models.profile.are_perspectives], verbose_name='what I speak from')),
                ('perspective_words', models.CharField(blank=True, max_length=200, verbose_name='or in my own words')),
                ('perspectives_audience', models.PositiveSmallIntegerField(choices=[(0, 'Everyone'), (1, 'Members'), (2, 'My communities'), (3, 'Coordinators'), (4, 'Only me')], default=2)),
                ('employer_audience', models.PositiveSmallIntegerField(choices=[(0, 'Everyone'), (1, 'Members'), (2, 'My communities'), (3, 'Coordinators'), (4, 'Only me')], default=2)),
                ('team', models.CharField(blank=True, max_length=120, verbose_name='service or team')),
                ('host_audience', models.PositiveSmallIntegerField(choices=[(0, 'Everyone'), (1, 'Members'), (2, 'My communities'), (3, 'Coordinators'), (4, 'Only me')], default=2)),
                ('areas_audience', models.PositiveSmallIntegerField(choices=[(0, 'Everyone'), (1, 'Members'), (2, 'My communities'), (3, 'Coordinators'), (4, 'Only me')], default=1)),
                ('pronouns', models.CharField(blank=True, max_length=40)),
                ('pronouns_audience', models.PositiveSmallIntegerField(choices=[(0, 'Everyone'), (1, 'Members'), (2, 'My communities'), (3, 'Coordinators'), (4, 'Only me')], default=1)),
                ('interests', models.CharField(blank=True, max_length=300)),
                ('interests_audience', models.PositiveSmallIntegerField(choices=[(0, 'Everyone'), (1, 'Members'), (2, 'My communities'), (3, 'Coordinators'), (4, 'Only me')], default=1)),
                ('about', models.TextField(blank=True, max_length=2000, verbose_name='about me')),
                ('about_audience', models.PositiveSmallIntegerField(choices=[(0, 'Everyone'), (1, 'Members'), (2, 'My communities'), (3, 'Coordinators'), (4, 'Only me')], default=1)),
                ('photo', models.FileField(blank=True, max_length=80, upload_to=people.models.profile.photo_path)),
                ('photo_audience', models.PositiveSmallIntegerField(choices=[(0, 'Everyone'), (1, 'Members'), (2, 'My communities'), (3, 'Coordinators'), (4, 'Only me')], default=1)),
                ('working_days', models.JSONField(blank=True, default=list, validators=[people.models.profile.are_weekdays])),
                ('working_days_audience', models.PositiveSmallIntegerField(choices=[(0, 'Everyone'), (1, 'Members'), (2, 'My communities'), (3, 'Coordinators'), (4, 'Only me')], default=2)),
                ('folded_perspective_words', core.folding.FoldedField(of='perspective_words')),
                ('folded_team', core.folding.FoldedField(of='team')),
                ('folded_interests', core.folding.FoldedField(of='interests')),
                ('folded_about', core.folding.FoldedField(of='about')),
                ('areas', models.ManyToManyField(blank=True, related_name='+', to='people.area', verbose_name='areas')),
                ('employer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.organisation', verbose_name='who employs me')),
                ('host', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.organisation', verbose_name='where I do the work')),
            ],
            options={
                'permissions': [('see_facts_for_coordinators', 'Can see what people show to coordinators')],
            },
        ),
        migrations.AddConstraint(
            model_name='area',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('name'), models.F('parent'), name='people_area_name_ci', violation_error_message='There is an area with this name here already.'),
        ),
        migrations.AddConstraint(
            model_name='area',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('name'), condition=models.Q(('parent', None)), name='people_region_name_ci', violation_error_message='There is a region with this name already.'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('name'), name='people_organisation_name_ci', violation_error_message='There is an organisation with this name already.'),
        ),
        migrations.AddIndex(
            model_name='confirmedrole',
            index=models.Index(fields=['state', 'valid_until'], name='people_confirmedrole_until'),
        ),
        migrations.AddConstraint(
            model_name='confirmedrole',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'requested')), fields=('member', 'role'), name='people_one_open_request', violation_error_message='You have asked for this role already.'),
        ),
        migrations.AddConstraint(
            model_name='confirmedrole',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'verified'), _negated=True), ('valid_until__isnull', False), _connector='OR'), name='people_verified_has_a_last_day'),
        ),
    ]
