from django.conf import settings
from django.db import migrations, models
import core.folding
import django.db.models.deletion
import django.utils.timezone
import members.models.accounts
import modelcluster.fields
import wagtail.fields


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('wagtailcore', '0098_apitoken'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CommunityIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'list of communities',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='CommunityPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('folded_title', core.folding.FoldedField(max_length=255, of='title')),
                ('purpose', models.TextField(help_text='What this community is for, in two or three sentences.')),
                ('who_for', models.TextField(blank=True, verbose_name='who it is for')),
                ('ground_rules', wagtail.fields.RichTextField(blank=True, help_text='How members treat each other here. Shown in a fold.')),
                ('body', wagtail.fields.StreamField([('prose', 0), ('callout', 1), ('quote', 2), ('accordion', 3), ('table', 4), ('image', 5), ('document', 6), ('embed', 7), ('call_to_action', 8)], blank=True, block_lookup={0: ('core.blocks.Prose', [], {}), 1: ('core.blocks.Callout', [], {}), 2: ('core.blocks.Quote', [], {}), 3: ('core.blocks.Accordion', [], {}), 4: ('core.blocks.Table', [], {}), 5: ('core.blocks.Picture', [], {}), 6: ('core.blocks.File', [], {}), 7: ('core.blocks.LinkOut', [], {}), 8: ('core.blocks.CallToAction', [], {})}, help_text='Anything else: how it began, how it works.')),
                ('join_policy', models.CharField(choices=[('open', 'Open: anyone with an account may join'), ('rule', 'By rule: whoever meets the rule below may join'), ('request', 'On request: a facilitator answers'), ('invitation', 'By invitation: facilitators and coordinators invite')], default='open', max_length=10, verbose_name='who may join')),
                ('facilitator_group', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='facilitated_community', to='auth.group')),
                ('group', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='community', to='auth.group')),
            ],
            options={
                'verbose_name': 'community',
                'verbose_name_plural': 'communities',
            },
            bases=('wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=members.models.accounts.random_public_id, editable=False, max_length=12, unique=True)),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('invited_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-invited_at'],
            },
        ),
        migrations.CreateModel(
            name='JoinRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(blank=True, choices=[('peer', 'Peer support worker'), ('clinician', 'Clinician'), ('team_leader', 'Team leader'), ('manager', 'Manager'), ('coordinator', 'Coordinator'), ('educator', 'Educator'), ('researcher', 'Researcher'), ('policy', 'Policy or funding'), ('other', 'Something else')], max_length=20, verbose_name='confirmed role')),
                ('team_has_peer_workers', models.BooleanField(default=False, verbose_name='their team has peer workers')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('invited', 'Invited'), ('requested', 'Has asked to join'), ('active', 'Member'), ('declined', 'Did not become a member'), ('left', 'Has left'), ('removed', 'Was removed')], default='active', max_length=10)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='since')),
                ('joined_at', models.DateTimeField(blank=True, default=django.utils.timezone.now, editable=False, null=True, verbose_name='joined')),
                ('left_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='left')),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='what they wrote with their request')),
                ('not_before', models.DateField(blank=True, editable=False, null=True, verbose_name='may ask again on')),
                ('must_ask', models.BooleanField(default=False, editable=False, verbose_name='cannot join by themself')),
                ('welcomed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='welcomed')),
                ('is_facilitator', models.BooleanField(default=False, verbose_name='facilitator')),
                ('facilitator_until', models.DateField(blank=True, help_text='The last day. It ends by itself then; empty: until somebody ends it.', null=True, verbose_name='facilitator until')),
            ],
            options={
                'ordering': ['community', 'member__folded_name'],
            },
        ),
        migrations.CreateModel(
            name='MembershipEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deed', models.CharField(choices=[('invited', 'Invited'), ('uninvited', 'Invitation declined or taken back'), ('requested', 'Asked to join'), ('withdrawn', 'Took the request back'), ('declined', 'Request declined'), ('joined', 'Became a member'), ('welcomed', 'Was welcomed'), ('left', 'Left'), ('removed', 'Was removed'), ('appointed', 'Became a facilitator'), ('dismissed', 'Stopped being a facilitator'), ('term_ended', 'Time as a facilitator ended')], max_length=10)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('reason', models.CharField(blank=True, max_length=500)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('community', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='notice', serialize=False, to='communities.communitypage')),
                ('text', models.CharField(max_length=300, verbose_name='notice')),
                ('pinned_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.AddField(
            model_name='communitypage',
            name='partner',
            field=models.ForeignKey(blank=True, help_text='An organisation that keeps this community together with us. Shown on its page.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.organisation', verbose_name='convened jointly with'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='community',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='communities.communitypage'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='invited_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='invitation',
            name='member',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='joinrule',
            name='area',
            field=models.ForeignKey(blank=True, help_text='And all that lies in it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.area'),
        ),
        migrations.AddField(
            model_name='joinrule',
            name='community',
            field=modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='rules', to='communities.communitypage'),
        ),
        migrations.AddField(
            model_name='membership',
            name='community',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='communities.communitypage'),
        ),
        migrations.AddField(
            model_name='membership',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='communitypage',
            name='members',
            field=models.ManyToManyField(editable=False, related_name='communities', through='communities.Membership', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='membershipevent',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='membershipevent',
            name='membership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='communities.membership'),
        ),
        migrations.AddField(
            model_name='notice',
            name='pinned_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(condition=models.Q(('email', ''), _negated=True), fields=('community', 'email'), name='communities_one_invitation_an_address'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(fields=('community', 'member'), name='communities_one_invitation_a_member'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('email', ''), ('member__isnull', False)), models.Q(models.Q(('email', ''), _negated=True), ('member', None)), _connector='OR'), name='communities_invited_by_name_or_address'),
        ),
        migrations.AddConstraint(
            model_name='joinrule',
            constraint=models.CheckConstraint(condition=models.Q(('area', None), ('role', ''), ('team_has_peer_workers', False), _negated=True), name='communities_a_rule_says_something', violation_error_message='Choose a role, an area, or tick the box.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(fields=('community', 'member'), name='communities_one_membership', violation_error_message='This person has a membership here already.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('is_facilitator', False), ('state', 'active'), _connector='OR'), name='communities_facilitators_are_members'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('facilitator_until', None), ('is_facilitator', True), _connector='OR'), name='communities_terms_are_of_facilitators'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('joined_at__isnull', False), ('left_at', None), ('state', 'active')), models.Q(('left_at__isnull', False), ('state__in', ('left', 'removed'))), models.Q(('joined_at', None), ('left_at', None), ('state__in', ('invited', 'requested', 'declined'))), _connector='OR'), name='communities_times_fit_the_state'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), ('state', 'requested'), _connector='OR'), name='communities_words_wait_for_an_answer'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('not_before', None), ('state', 'declined'), _connector='OR'), name='communities_the_declined_wait'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('must_ask', False), ('state', 'removed'), _negated=True), models.Q(('must_ask', True), ('state', 'active'), _negated=True)), name='communities_the_removed_ask'),
        ),
    ]
